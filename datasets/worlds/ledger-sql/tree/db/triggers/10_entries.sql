-- What an entry may be (docs/guards.md).
CREATE TRIGGER entries_begin_as_drafts BEFORE INSERT ON entries
WHEN NEW.state <> 'draft'
BEGIN
  SELECT RAISE(ABORT, 'an entry begins as a draft');
END;

CREATE TRIGGER entries_need_a_period BEFORE INSERT ON entries
WHEN NOT EXISTS (SELECT 1 FROM periods WHERE NEW.posted_on BETWEEN first_day AND last_day)
BEGIN
  SELECT RAISE(ABORT, 'no period has this day');
END;

CREATE TRIGGER entries_respect_the_period BEFORE INSERT ON entries
WHEN EXISTS (
  SELECT 1 FROM periods p WHERE NEW.posted_on BETWEEN p.first_day AND p.last_day
  AND (p.state = 'closed' OR p.state = 'soft' AND NEW.source NOT IN ('adjust', 'reval'))
)
BEGIN
  SELECT RAISE(ABORT, 'the period does not take this entry');
END;

CREATE TRIGGER entries_reverse_posted_ones BEFORE INSERT ON entries
WHEN NEW.reverses IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'only a posted entry is reversed')
  WHERE NOT EXISTS (SELECT 1 FROM entries WHERE id = NEW.reverses AND state = 'posted');
  SELECT RAISE(ABORT, 'a reversal is not reversed')
  WHERE EXISTS (SELECT 1 FROM entries WHERE id = NEW.reverses AND reverses IS NOT NULL);
  SELECT RAISE(ABORT, 'a reversal is not older than its entry')
  WHERE EXISTS (SELECT 1 FROM entries WHERE id = NEW.reverses AND posted_on > NEW.posted_on);
END;

CREATE TRIGGER entries_post BEFORE UPDATE OF state ON entries
WHEN OLD.state = 'draft' AND NEW.state = 'posted'
BEGIN
  SELECT RAISE(ABORT, 'an entry needs two lines')
  WHERE (SELECT COUNT(*) FROM lines WHERE entry_id = NEW.id) < 2;
  SELECT RAISE(ABORT, 'the entry does not balance')
  WHERE (SELECT SUM(base_minor) FROM lines WHERE entry_id = NEW.id) <> 0;
  SELECT RAISE(ABORT, 'the period does not take this entry')
  WHERE EXISTS (
    SELECT 1 FROM periods p WHERE NEW.posted_on BETWEEN p.first_day AND p.last_day
    AND (p.state = 'closed' OR p.state = 'soft' AND NEW.source NOT IN ('adjust', 'reval'))
  );
END;

CREATE TRIGGER entries_keep_their_day BEFORE UPDATE OF posted_on, source, reverses ON entries
WHEN NEW.posted_on IS NOT OLD.posted_on OR NEW.source IS NOT OLD.source OR NEW.reverses IS NOT OLD.reverses
BEGIN
  SELECT RAISE(ABORT, 'day, source and reversal of an entry stay');
END;

CREATE TRIGGER entries_stay_posted BEFORE UPDATE ON entries
WHEN OLD.state = 'posted' AND (NEW.state <> 'posted' OR NEW.id <> OLD.id OR NEW.ref IS NOT OLD.ref)
BEGIN
  SELECT RAISE(ABORT, 'a posted entry stays');
END;

CREATE TRIGGER entries_memo_in_closed_periods BEFORE UPDATE OF memo ON entries
WHEN EXISTS (SELECT 1 FROM periods p WHERE OLD.posted_on BETWEEN p.first_day AND p.last_day AND p.state = 'closed')
BEGIN
  SELECT RAISE(ABORT, 'the period is closed');
END;

CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
WHEN OLD.state = 'posted'
BEGIN
  SELECT RAISE(ABORT, 'a posted entry stays');
END;
