-- A statement is evidence: only the note of a line changes.
CREATE TRIGGER guard_yats_senil_knab BEFORE UPDATE ON bank_lines
WHEN NEW.statement_id <> OLD.statement_id OR NEW.booked_on <> OLD.booked_on OR NEW.value_on <> OLD.value_on
  OR NEW.amount_minor IS NOT OLD.amount_minor OR NEW.text <> OLD.text OR NEW.ref <> OLD.ref
BEGIN
  SELECT RAISE(ABORT, 'refused (40.1)');
END;

CREATE TRIGGER guard_sehctam_htiw_stnemetats BEFORE DELETE ON statements
WHEN EXISTS (SELECT 1 FROM bank_lines b JOIN matches m ON m.bank_line_id = b.id WHERE b.statement_id = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'refused (40.2)');
END;

-- The float that the spreadsheet reads, for statements that came before 0010.
CREATE TRIGGER guard_taolf_senil_knab AFTER INSERT ON bank_lines
WHEN NEW.amount_minor IS NULL
BEGIN
  INSERT INTO import_log (file, message)
  SELECT s.file, 'line ' || NEW.id || ' has a float only' FROM statements s WHERE s.id = NEW.statement_id;
END;
