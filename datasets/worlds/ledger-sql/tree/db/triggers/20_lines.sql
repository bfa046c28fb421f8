-- What a line may be (docs/guards.md). Lines change while their entry is a draft, never afterwards.
CREATE TRIGGER lines_insert BEFORE INSERT ON lines
BEGIN
  SELECT RAISE(ABORT, 'the entry is posted')
  WHERE (SELECT state FROM entries WHERE id = NEW.entry_id) = 'posted';
  SELECT RAISE(ABORT, 'a group takes no lines')
  WHERE EXISTS (SELECT 1 FROM accounts WHERE parent = NEW.account);
  SELECT RAISE(ABORT, 'the account is not open on this day')
  WHERE EXISTS (
    SELECT 1 FROM accounts a JOIN entries e ON e.id = NEW.entry_id
    WHERE a.code = NEW.account AND (e.posted_on < a.opened_on OR e.posted_on >= a.closed_on)
  );
  SELECT RAISE(ABORT, 'the account has another currency')
  WHERE EXISTS (SELECT 1 FROM accounts WHERE code = NEW.account AND currency <> NEW.currency);
  SELECT RAISE(ABORT, 'amount and base differ')
  WHERE NEW.currency = (SELECT value FROM settings WHERE key = 'base_currency')
    AND NEW.amount_minor <> NEW.base_minor;
  SELECT RAISE(ABORT, 'amount and base have different signs')
  WHERE NEW.amount_minor > 0 AND NEW.base_minor < 0 OR NEW.amount_minor < 0 AND NEW.base_minor > 0;
END;

CREATE TRIGGER lines_update BEFORE UPDATE ON lines
BEGIN
  SELECT RAISE(ABORT, 'lines are replaced, not changed');
END;

CREATE TRIGGER lines_delete BEFORE DELETE ON lines
WHEN (SELECT state FROM entries WHERE id = OLD.entry_id) = 'posted'
BEGIN
  SELECT RAISE(ABORT, 'the entry is posted');
END;
