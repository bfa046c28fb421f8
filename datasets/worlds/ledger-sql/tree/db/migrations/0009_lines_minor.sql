-- The first step of docs/plans/minor-units.md: lines hold whole minor units.
CREATE TABLE lines_new (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  account TEXT NOT NULL REFERENCES accounts (code),
  currency TEXT NOT NULL REFERENCES currencies (code),
  amount_minor INTEGER NOT NULL CHECK (typeof(amount_minor) = 'integer' AND amount_minor <> 0),
  base_minor INTEGER NOT NULL CHECK (typeof(base_minor) = 'integer')
);

INSERT INTO lines_new
SELECT l.id, l.entry_id, l.account, l.currency,
       CAST(ROUND(l.amount * CASE c.exponent WHEN 0 THEN 1 WHEN 2 THEN 100 ELSE 1000 END) AS INTEGER),
       CAST(ROUND(l.base * 100) AS INTEGER)
FROM lines l JOIN currencies c ON c.code = l.currency;

DROP TABLE lines;
ALTER TABLE lines_new RENAME TO lines;
CREATE INDEX lines_entry ON lines (entry_id);
CREATE INDEX lines_account ON lines (account);
