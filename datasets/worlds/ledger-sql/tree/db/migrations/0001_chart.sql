-- Currencies and the chart of accounts.
CREATE TABLE currencies (
  code TEXT PRIMARY KEY CHECK (length(code) = 3),
  exponent INTEGER NOT NULL CHECK (exponent BETWEEN 0 AND 3),
  name TEXT NOT NULL
);

CREATE TABLE accounts (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('asset', 'liability', 'equity', 'income', 'expense')),
  parent TEXT REFERENCES accounts (code),
  currency TEXT REFERENCES currencies (code),
  opened_on TEXT NOT NULL,
  closed_on TEXT
);

CREATE INDEX accounts_parent ON accounts (parent);
