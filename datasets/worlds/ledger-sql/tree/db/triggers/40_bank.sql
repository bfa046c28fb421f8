-- A statement is evidence: only the note of a line changes.
CREATE TRIGGER bank_lines_stay BEFORE UPDATE ON bank_lines
WHEN NEW.statement_id <> OLD.statement_id OR NEW.booked_on <> OLD.booked_on OR NEW.value_on <> OLD.value_on
  OR NEW.amount_minor IS NOT OLD.amount_minor OR NEW.text <> OLD.text OR NEW.ref <> OLD.ref
BEGIN
  SELECT RAISE(ABORT, 'a line of a statement stays');
END;

CREATE TRIGGER statements_with_matches BEFORE DELETE ON statements
WHEN EXISTS (SELECT 1 FROM bank_lines b JOIN matches m ON m.bank_line_id = b.id WHERE b.statement_id = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'lines of the statement are matched');
END;

-- The float that the spreadsheet reads, for statements that came before 0010.
CREATE TRIGGER bank_lines_float AFTER INSERT ON bank_lines
WHEN NEW.amount_minor IS NULL
BEGIN
  INSERT INTO import_log (file, message)
  SELECT s.file, 'line ' || NEW.id || ' has a float only' FROM statements s WHERE s.id = NEW.statement_id;
END;
