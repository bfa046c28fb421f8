CREATE TABLE schedules (
  name TEXT PRIMARY KEY,
  cron TEXT NOT NULL,
  offset_minutes INTEGER NOT NULL DEFAULT 0,
  queue TEXT NOT NULL,
  kind TEXT NOT NULL,
  tenant TEXT NOT NULL,
  priority INTEGER NOT NULL DEFAULT 4,
  payload TEXT NOT NULL DEFAULT '{}',
  catch_up TEXT NOT NULL DEFAULT 'last' CHECK (catch_up IN ('skip', 'last', 'all')),
  enabled INTEGER NOT NULL DEFAULT 1,
  fired_until INTEGER NOT NULL
);
ALTER TABLE jobs ADD COLUMN dedupe_key TEXT;
CREATE UNIQUE INDEX jobs_dedupe ON jobs (queue, dedupe_key)
  WHERE dedupe_key IS NOT NULL AND state IN ('ready', 'running');
