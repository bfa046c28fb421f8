CREATE TABLE budgets (
  account TEXT NOT NULL REFERENCES accounts (code),
  period TEXT NOT NULL REFERENCES periods (name),
  amount REAL NOT NULL,
  PRIMARY KEY (account, period)
);

-- Equipment that is written off in equal parts by month.
CREATE TABLE assets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES accounts (code),
  cost REAL NOT NULL,
  bought_on TEXT NOT NULL,
  months INTEGER NOT NULL CHECK (months > 0),
  tag TEXT
);
