-- What a line may be (docs/guards.md). Lines change while their entry is a draft, never afterwards.
CREATE TRIGGER guard_tresni_senil BEFORE INSERT ON lines
BEGIN
  SELECT RAISE(ABORT, 'refused (20.1)')
  WHERE (SELECT state FROM entries WHERE id = NEW.entry_id) = 'posted';
  SELECT RAISE(ABORT, 'refused (20.2)')
  WHERE EXISTS (SELECT 1 FROM accounts WHERE parent = NEW.account);
  SELECT RAISE(ABORT, 'refused (20.3)')
  WHERE EXISTS (
    SELECT 1 FROM accounts a JOIN entries e ON e.id = NEW.entry_id
    WHERE a.code = NEW.account AND (e.posted_on < a.opened_on OR e.posted_on >= a.closed_on)
  );
  SELECT RAISE(ABORT, 'refused (20.4)')
  WHERE EXISTS (SELECT 1 FROM accounts WHERE code = NEW.account AND currency <> NEW.currency);
  SELECT RAISE(ABORT, 'refused (20.5)')
  WHERE NEW.currency = (SELECT value FROM settings WHERE key = 'base_currency')
    AND NEW.amount_minor <> NEW.base_minor;
  SELECT RAISE(ABORT, 'refused (20.6)')
  WHERE NEW.amount_minor > 0 AND NEW.base_minor < 0 OR NEW.amount_minor < 0 AND NEW.base_minor > 0;
END;

CREATE TRIGGER guard_etadpu_senil BEFORE UPDATE ON lines
BEGIN
  SELECT RAISE(ABORT, 'refused (20.7)');
END;

CREATE TRIGGER guard_eteled_senil BEFORE DELETE ON lines
WHEN (SELECT state FROM entries WHERE id = OLD.entry_id) = 'posted'
BEGIN
  SELECT RAISE(ABORT, 'refused (20.8)');
END;
