CREATE TRIGGER l1 AFTER INSERT ON lines
BEGIN
  SELECT RAISE(ABORT, 'L') WHERE NOT EXISTS (
    SELECT 1 FROM accounts a JOIN entries e ON e.id = NEW.entry_id AND e.state = 'draft'
    WHERE a.code = NEW.account AND a.code NOT IN (SELECT parent FROM accounts WHERE parent IS NOT NULL)
      AND e.posted_on >= a.opened_on AND e.posted_on < COALESCE(a.closed_on, '9999') AND COALESCE(a.currency, NEW.currency) = NEW.currency);
  SELECT RAISE(ABORT, 'L12') WHERE CASE NEW.currency WHEN 'EUR' THEN NEW.amount_minor <> NEW.base_minor
    ELSE sign(NEW.amount_minor) * sign(NEW.base_minor) = -1 END;
END;

CREATE TRIGGER l2 AFTER UPDATE ON lines
BEGIN
  SELECT RAISE(ABORT, 'L8');
END;

CREATE TRIGGER l3 AFTER DELETE ON lines
BEGIN
  SELECT RAISE(ABORT, 'L8') FROM entries WHERE id = OLD.entry_id AND state = 'posted';
END;
