-- Leases with fences. The state 'running' becomes 'leased', and a CHECK keeps it that way, which
-- SQLite can only do with a new table.
CREATE TABLE jobs_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  queue TEXT NOT NULL,
  tenant TEXT NOT NULL DEFAULT 'default',
  kind TEXT NOT NULL,
  payload TEXT NOT NULL DEFAULT '{}',
  priority INTEGER NOT NULL DEFAULT 4,
  state TEXT NOT NULL DEFAULT 'ready'
    CHECK (state IN ('ready', 'leased', 'done', 'dead', 'cancelled')),
  attempts INTEGER NOT NULL DEFAULT 0,
  max_attempts INTEGER NOT NULL DEFAULT 5,
  run_at INTEGER NOT NULL,
  fence INTEGER NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_until INTEGER,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  dedupe_key TEXT,
  last_error TEXT
);
INSERT INTO jobs_new
    (id, queue, tenant, kind, payload, priority, state, attempts, max_attempts, run_at, fence,
     lease_owner, lease_until, created_at, dedupe_key, last_error)
  SELECT id, queue, tenant, kind, payload, priority,
     CASE state WHEN 'running' THEN 'leased' ELSE state END, attempts, max_attempts, run_at,
     attempts, lease_owner, lease_until, created_at, dedupe_key, last_error
  FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_new RENAME TO jobs;
CREATE INDEX jobs_due ON jobs (queue, state, run_at);
CREATE INDEX jobs_lease ON jobs (lease_until) WHERE state = 'leased';
CREATE UNIQUE INDEX jobs_dedupe ON jobs (queue, dedupe_key)
  WHERE dedupe_key IS NOT NULL AND state IN ('ready', 'leased');

CREATE TRIGGER usage_taken AFTER UPDATE OF state ON jobs
  WHEN NEW.state = 'leased' AND OLD.state <> 'leased'
  BEGIN UPDATE tenant_usage SET running = running + 1 WHERE tenant = NEW.tenant; END;
CREATE TRIGGER usage_left AFTER UPDATE OF state ON jobs
  WHEN OLD.state = 'leased' AND NEW.state <> 'leased'
  BEGIN UPDATE tenant_usage SET running = running - 1 WHERE tenant = OLD.tenant; END;
CREATE TRIGGER usage_moved AFTER UPDATE OF tenant ON jobs
  WHEN NEW.state = 'leased' AND NEW.tenant <> OLD.tenant
  BEGIN
    UPDATE tenant_usage SET running = running - 1 WHERE tenant = OLD.tenant;
    UPDATE tenant_usage SET running = running + 1 WHERE tenant = NEW.tenant;
  END;
CREATE TRIGGER usage_deleted AFTER DELETE ON jobs
  WHEN OLD.state = 'leased'
  BEGIN UPDATE tenant_usage SET running = running - 1 WHERE tenant = OLD.tenant; END;
