-- Both sides of a match are the same money in the same place.
CREATE TRIGGER guard_tif_sehctam BEFORE INSERT ON matches
BEGIN
  SELECT RAISE(ABORT, 'refused (50.1)')
  WHERE (SELECT e.state FROM lines l JOIN entries e ON e.id = l.entry_id WHERE l.id = NEW.line_id) <> 'posted';
  SELECT RAISE(ABORT, 'refused (50.2)')
  WHERE (SELECT a.account FROM bank_lines b JOIN statements s ON s.id = b.statement_id
         JOIN bank_accounts a ON a.name = s.bank WHERE b.id = NEW.bank_line_id)
    <> (SELECT account FROM lines WHERE id = NEW.line_id);
  SELECT RAISE(ABORT, 'refused (50.3)')
  WHERE (SELECT amount_minor FROM v_bank_lines WHERE id = NEW.bank_line_id)
    <> (SELECT amount_minor FROM lines WHERE id = NEW.line_id);
END;

CREATE TRIGGER guard_sdoirep_desolc_fo_sehctam BEFORE DELETE ON matches
WHEN EXISTS (
  SELECT 1 FROM bank_lines b JOIN periods p ON b.booked_on BETWEEN p.first_day AND p.last_day
  WHERE b.id = OLD.bank_line_id AND p.state = 'closed'
)
BEGIN
  SELECT RAISE(ABORT, 'refused (50.4)');
END;
