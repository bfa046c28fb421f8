-- The second step: statements. bank_lines get the new column beside the old one, which is still
-- written, because the treasury's spreadsheet reads it.
ALTER TABLE statements ADD COLUMN opening_minor INTEGER;
ALTER TABLE statements ADD COLUMN closing_minor INTEGER;

UPDATE statements SET
  opening_minor = CAST(ROUND(opening * (SELECT CASE c.exponent WHEN 0 THEN 1 WHEN 2 THEN 100 ELSE 1000 END
    FROM bank_accounts b JOIN currencies c ON c.code = b.currency WHERE b.name = statements.bank)) AS INTEGER),
  closing_minor = CAST(ROUND(closing * (SELECT CASE c.exponent WHEN 0 THEN 1 WHEN 2 THEN 100 ELSE 1000 END
    FROM bank_accounts b JOIN currencies c ON c.code = b.currency WHERE b.name = statements.bank)) AS INTEGER);

ALTER TABLE statements DROP COLUMN opening;
ALTER TABLE statements DROP COLUMN closing;

ALTER TABLE bank_lines ADD COLUMN amount_minor INTEGER;
