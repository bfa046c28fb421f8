-- Periods close one after another, and the last closed one is the first to open again.
CREATE TRIGGER periods_close_in_order BEFORE UPDATE OF state ON periods
WHEN NEW.state = 'closed' AND OLD.state <> 'closed'
BEGIN
  SELECT RAISE(ABORT, 'an earlier period is not closed')
  WHERE EXISTS (SELECT 1 FROM periods WHERE first_day < NEW.first_day AND state <> 'closed');
  SELECT RAISE(ABORT, 'the period has drafts')
  WHERE EXISTS (SELECT 1 FROM entries WHERE state = 'draft' AND posted_on BETWEEN NEW.first_day AND NEW.last_day);
END;

CREATE TRIGGER periods_open_in_order BEFORE UPDATE OF state ON periods
WHEN OLD.state = 'closed' AND NEW.state <> 'closed'
BEGIN
  SELECT RAISE(ABORT, 'a closed period opens to soft only') WHERE NEW.state <> 'soft';
  SELECT RAISE(ABORT, 'a later period is closed')
  WHERE EXISTS (SELECT 1 FROM periods WHERE first_day > NEW.first_day AND state = 'closed');
END;

CREATE TRIGGER periods_stay BEFORE DELETE ON periods
BEGIN
  SELECT RAISE(ABORT, 'periods are not deleted');
END;
