-- The digest of a closed period (docs/periods.md).
CREATE TABLE seals (
  period TEXT PRIMARY KEY REFERENCES periods (name),
  digest TEXT NOT NULL,
  lines INTEGER NOT NULL,
  made_at TEXT NOT NULL
);
