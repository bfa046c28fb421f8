-- Periods close one after another, and the last closed one is the first to open again.
CREATE TRIGGER guard_redro_ni_esolc_sdoirep BEFORE UPDATE OF state ON periods
WHEN NEW.state = 'closed' AND OLD.state <> 'closed'
BEGIN
  SELECT RAISE(ABORT, 'refused (30.1)')
  WHERE EXISTS (SELECT 1 FROM periods WHERE first_day < NEW.first_day AND state <> 'closed');
  SELECT RAISE(ABORT, 'refused (30.2)')
  WHERE EXISTS (SELECT 1 FROM entries WHERE state = 'draft' AND posted_on BETWEEN NEW.first_day AND NEW.last_day);
END;

CREATE TRIGGER guard_redro_ni_nepo_sdoirep BEFORE UPDATE OF state ON periods
WHEN OLD.state = 'closed' AND NEW.state <> 'closed'
BEGIN
  SELECT RAISE(ABORT, 'refused (30.3)') WHERE NEW.state <> 'soft';
  SELECT RAISE(ABORT, 'refused (30.4)')
  WHERE EXISTS (SELECT 1 FROM periods WHERE first_day > NEW.first_day AND state = 'closed');
END;

CREATE TRIGGER guard_yats_sdoirep BEFORE DELETE ON periods
BEGIN
  SELECT RAISE(ABORT, 'refused (30.5)');
END;
