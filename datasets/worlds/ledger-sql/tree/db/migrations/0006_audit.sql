-- Rows of `audit` are written by triggers; `session` says who acts, and when.
CREATE TABLE session (
  key TEXT PRIMARY KEY CHECK (key IN ('actor', 'now')),
  value TEXT NOT NULL
);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  action TEXT NOT NULL,
  before TEXT,
  after TEXT
);

CREATE INDEX audit_entity ON audit (entity, key);

CREATE TABLE import_log (
  id INTEGER PRIMARY KEY,
  file TEXT NOT NULL,
  message TEXT NOT NULL
);
