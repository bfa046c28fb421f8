CREATE VIEW v_takes AS
SELECT p.first_day, p.last_day, s.source FROM periods p
JOIN (SELECT 'manual' AS source UNION SELECT 'bank' UNION SELECT 'sales' UNION SELECT 'purchase' UNION SELECT 'adjust' UNION SELECT 'reval') s
WHERE p.state = 'open' OR p.state = 'soft' AND s.source IN ('adjust', 'reval');

CREATE TRIGGER e1 AFTER INSERT ON entries
BEGIN
  SELECT RAISE(ABORT, 'E1') WHERE NEW.state <> 'draft';
  SELECT RAISE(ABORT, 'E2') WHERE NOT EXISTS (
    SELECT 1 FROM v_takes WHERE NEW.posted_on >= first_day AND NEW.posted_on <= last_day AND source = NEW.source);
  SELECT RAISE(ABORT, 'E3') WHERE NEW.reverses IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM entries WHERE id = NEW.reverses AND state = 'posted' AND reverses IS NULL AND posted_on <= NEW.posted_on);
END;

CREATE TRIGGER e2 AFTER UPDATE ON entries
BEGIN
  SELECT RAISE(ABORT, 'E5') WHERE (NEW.posted_on, NEW.source, COALESCE(NEW.reverses, -1)) <> (OLD.posted_on, OLD.source, COALESCE(OLD.reverses, -1));
  SELECT RAISE(ABORT, 'E5') WHERE OLD.state = 'posted' AND (NEW.state, NEW.id, COALESCE(NEW.ref, char(0))) <> ('posted', OLD.id, COALESCE(OLD.ref, char(0)));
  SELECT RAISE(ABORT, 'E4') WHERE OLD.state = 'draft' AND NEW.state = 'posted' AND NOT (
    SELECT COUNT(*) >= 2 AND SUM(base_minor) = 0 FROM lines WHERE entry_id = NEW.id);
  SELECT RAISE(ABORT, 'E2') WHERE OLD.state = 'draft' AND NEW.state = 'posted' AND NOT EXISTS (
    SELECT 1 FROM v_takes WHERE NEW.posted_on >= first_day AND NEW.posted_on <= last_day AND source = NEW.source);
  SELECT RAISE(ABORT, 'E5') WHERE NEW.memo IS NOT OLD.memo AND EXISTS (
    SELECT 1 FROM periods WHERE substr(OLD.posted_on, 1, 7) = name AND state = 'closed');
END;

CREATE TRIGGER e3 BEFORE DELETE ON entries WHEN OLD.state = 'posted'
BEGIN
  SELECT RAISE(ABORT, 'E6');
END;
