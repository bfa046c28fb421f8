-- Both sides of a match are the same money in the same place.
CREATE TRIGGER matches_fit BEFORE INSERT ON matches
BEGIN
  SELECT RAISE(ABORT, 'the entry is a draft')
  WHERE (SELECT e.state FROM lines l JOIN entries e ON e.id = l.entry_id WHERE l.id = NEW.line_id) <> 'posted';
  SELECT RAISE(ABORT, 'the accounts differ')
  WHERE (SELECT a.account FROM bank_lines b JOIN statements s ON s.id = b.statement_id
         JOIN bank_accounts a ON a.name = s.bank WHERE b.id = NEW.bank_line_id)
    <> (SELECT account FROM lines WHERE id = NEW.line_id);
  SELECT RAISE(ABORT, 'the amounts differ')
  WHERE (SELECT amount_minor FROM v_bank_lines WHERE id = NEW.bank_line_id)
    <> (SELECT amount_minor FROM lines WHERE id = NEW.line_id);
END;

CREATE TRIGGER matches_of_closed_periods BEFORE DELETE ON matches
WHEN EXISTS (
  SELECT 1 FROM bank_lines b JOIN periods p ON b.booked_on BETWEEN p.first_day AND p.last_day
  WHERE b.id = OLD.bank_line_id AND p.state = 'closed'
)
BEGIN
  SELECT RAISE(ABORT, 'the period is closed');
END;
