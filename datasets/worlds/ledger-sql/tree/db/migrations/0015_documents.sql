-- Invoices and bills with their due days, for the aged reports. `total_minor` is in minor units of the
-- document's currency; `paid` (a float, as the invoicing tool sends it) is what that tool knows of.
CREATE TABLE documents (
  ref TEXT PRIMARY KEY,
  party TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES accounts (code),
  currency TEXT NOT NULL REFERENCES currencies (code),
  total_minor INTEGER NOT NULL,
  paid REAL NOT NULL DEFAULT 0,
  issued_on TEXT NOT NULL,
  due_on TEXT NOT NULL
);

CREATE INDEX documents_due ON documents (due_on);
