-- A period is a month; entries belong to the period of their day.
CREATE TABLE periods (
  name TEXT PRIMARY KEY CHECK (name GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
  first_day TEXT NOT NULL UNIQUE,
  last_day TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'soft', 'closed')),
  closed_by TEXT,
  closed_at TEXT
);

-- Totals of closed periods, so that reports need not add up years (not filled since 0012).
CREATE TABLE period_totals (
  period TEXT NOT NULL REFERENCES periods (name),
  account TEXT NOT NULL REFERENCES accounts (code),
  total REAL NOT NULL,
  PRIMARY KEY (period, account)
);
