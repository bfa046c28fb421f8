CREATE TABLE dead_letters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id INTEGER NOT NULL REFERENCES jobs (id),
  reason TEXT NOT NULL,
  error TEXT,
  dead_at INTEGER NOT NULL,
  requeued_at INTEGER
);
