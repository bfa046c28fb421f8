CREATE TABLE idempotency (
  key TEXT NOT NULL,
  actor TEXT NOT NULL,
  request TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (key, actor)
);
