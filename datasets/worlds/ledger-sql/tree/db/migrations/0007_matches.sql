-- A match joins a line of a statement with a line of the books.
CREATE TABLE matches (
  bank_line_id INTEGER PRIMARY KEY REFERENCES bank_lines (id),
  line_id INTEGER NOT NULL UNIQUE REFERENCES lines (id),
  rule TEXT NOT NULL,
  made_at TEXT NOT NULL
);

-- What the bank books by itself, as fees: a text of the statement leads to an account.
CREATE TABLE match_rules (
  id INTEGER PRIMARY KEY,
  bank TEXT REFERENCES bank_accounts (name),
  pattern TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES accounts (code),
  priority INTEGER NOT NULL DEFAULT 100
);
