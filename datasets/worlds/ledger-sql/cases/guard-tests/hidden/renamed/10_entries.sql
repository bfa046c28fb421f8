-- What an entry may be (docs/guards.md).
CREATE TRIGGER guard_stfard_sa_nigeb_seirtne BEFORE INSERT ON entries
WHEN NEW.state <> 'draft'
BEGIN
  SELECT RAISE(ABORT, 'refused (10.1)');
END;

CREATE TRIGGER guard_doirep_a_deen_seirtne BEFORE INSERT ON entries
WHEN NOT EXISTS (SELECT 1 FROM periods WHERE NEW.posted_on BETWEEN first_day AND last_day)
BEGIN
  SELECT RAISE(ABORT, 'refused (10.2)');
END;

CREATE TRIGGER guard_doirep_eht_tcepser_seirtne BEFORE INSERT ON entries
WHEN EXISTS (
  SELECT 1 FROM periods p WHERE NEW.posted_on BETWEEN p.first_day AND p.last_day
  AND (p.state = 'closed' OR p.state = 'soft' AND NEW.source NOT IN ('adjust', 'reval'))
)
BEGIN
  SELECT RAISE(ABORT, 'refused (10.3)');
END;

CREATE TRIGGER guard_seno_detsop_esrever_seirtne BEFORE INSERT ON entries
WHEN NEW.reverses IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'refused (10.4)')
  WHERE NOT EXISTS (SELECT 1 FROM entries WHERE id = NEW.reverses AND state = 'posted');
  SELECT RAISE(ABORT, 'refused (10.5)')
  WHERE EXISTS (SELECT 1 FROM entries WHERE id = NEW.reverses AND reverses IS NOT NULL);
  SELECT RAISE(ABORT, 'refused (10.6)')
  WHERE EXISTS (SELECT 1 FROM entries WHERE id = NEW.reverses AND posted_on > NEW.posted_on);
END;

CREATE TRIGGER guard_tsop_seirtne BEFORE UPDATE OF state ON entries
WHEN OLD.state = 'draft' AND NEW.state = 'posted'
BEGIN
  SELECT RAISE(ABORT, 'refused (10.7)')
  WHERE (SELECT COUNT(*) FROM lines WHERE entry_id = NEW.id) < 2;
  SELECT RAISE(ABORT, 'refused (10.8)')
  WHERE (SELECT SUM(base_minor) FROM lines WHERE entry_id = NEW.id) <> 0;
  SELECT RAISE(ABORT, 'refused (10.9)')
  WHERE EXISTS (
    SELECT 1 FROM periods p WHERE NEW.posted_on BETWEEN p.first_day AND p.last_day
    AND (p.state = 'closed' OR p.state = 'soft' AND NEW.source NOT IN ('adjust', 'reval'))
  );
END;

CREATE TRIGGER guard_yad_rieht_peek_seirtne BEFORE UPDATE OF posted_on, source, reverses ON entries
WHEN NEW.posted_on IS NOT OLD.posted_on OR NEW.source IS NOT OLD.source OR NEW.reverses IS NOT OLD.reverses
BEGIN
  SELECT RAISE(ABORT, 'refused (10.10)');
END;

CREATE TRIGGER guard_detsop_yats_seirtne BEFORE UPDATE ON entries
WHEN OLD.state = 'posted' AND (NEW.state <> 'posted' OR NEW.id <> OLD.id OR NEW.ref IS NOT OLD.ref)
BEGIN
  SELECT RAISE(ABORT, 'refused (10.11)');
END;

CREATE TRIGGER guard_sdoirep_desolc_ni_omem_seirtne BEFORE UPDATE OF memo ON entries
WHEN EXISTS (SELECT 1 FROM periods p WHERE OLD.posted_on BETWEEN p.first_day AND p.last_day AND p.state = 'closed')
BEGIN
  SELECT RAISE(ABORT, 'refused (10.12)');
END;

CREATE TRIGGER guard_deteled_ton_era_seirtne BEFORE DELETE ON entries
WHEN OLD.state = 'posted'
BEGIN
  SELECT RAISE(ABORT, 'refused (10.13)');
END;
