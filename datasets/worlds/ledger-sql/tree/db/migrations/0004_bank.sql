-- Bank accounts, statements and their lines.
CREATE TABLE bank_accounts (
  name TEXT PRIMARY KEY,
  account TEXT NOT NULL UNIQUE REFERENCES accounts (code),
  currency TEXT NOT NULL REFERENCES currencies (code),
  format TEXT NOT NULL
);

CREATE TABLE statements (
  id INTEGER PRIMARY KEY,
  bank TEXT NOT NULL REFERENCES bank_accounts (name),
  number TEXT NOT NULL,
  opening REAL NOT NULL,
  closing REAL NOT NULL,
  file TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  UNIQUE (bank, number)
);

CREATE TABLE bank_lines (
  id INTEGER PRIMARY KEY,
  statement_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
  booked_on TEXT NOT NULL,
  value_on TEXT NOT NULL,
  amount REAL NOT NULL,
  counterparty TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  ref TEXT NOT NULL DEFAULT '',
  note TEXT
);

CREATE INDEX bank_lines_day ON bank_lines (booked_on);
CREATE INDEX bank_lines_value ON bank_lines (value_on);
