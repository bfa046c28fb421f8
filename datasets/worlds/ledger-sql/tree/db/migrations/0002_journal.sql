-- Entries and their lines. A positive amount is a debit.
CREATE TABLE entries (
  id INTEGER PRIMARY KEY,
  posted_on TEXT NOT NULL,
  memo TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL CHECK (source IN ('manual', 'bank', 'sales', 'purchase', 'adjust', 'reval')),
  ref TEXT UNIQUE,
  reverses INTEGER UNIQUE REFERENCES entries (id),
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'posted')),
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL
);

CREATE TABLE lines (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  account TEXT NOT NULL REFERENCES accounts (code),
  currency TEXT NOT NULL REFERENCES currencies (code),
  amount REAL NOT NULL,
  base REAL NOT NULL
);

CREATE INDEX entries_day ON entries (posted_on);
CREATE INDEX lines_entry ON lines (entry_id);
CREATE INDEX lines_account ON lines (account);
