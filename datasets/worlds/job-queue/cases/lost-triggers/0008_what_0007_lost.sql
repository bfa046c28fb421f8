-- 0007 made the table anew, but not all that hung on it: the unique index on the keys of active
-- jobs, the triggers for jobs that are moved or deleted while leased, and the one for cancelling.
CREATE TEMP TABLE doubles AS
  SELECT id, fence + (state = 'leased') AS fence, created_at FROM (
    SELECT id, fence, state, created_at, row_number() OVER (
      PARTITION BY queue, dedupe_key ORDER BY state = 'leased' DESC, id) AS place
    FROM jobs WHERE dedupe_key IS NOT NULL AND state IN ('ready', 'leased'))
  WHERE place > 1;
UPDATE jobs SET state = 'cancelled', lease_owner = NULL, lease_until = NULL,
    fence = (SELECT d.fence FROM doubles d WHERE d.id = jobs.id)
  WHERE id IN (SELECT id FROM doubles);
INSERT INTO events (at, kind, job_id, fence, data)
  SELECT created_at, 'cancel', id, fence, '{}' FROM doubles ORDER BY id;
DROP TABLE doubles;

DROP INDEX jobs_dedupe_key;
CREATE UNIQUE INDEX jobs_dedupe ON jobs (queue, dedupe_key)
  WHERE dedupe_key IS NOT NULL AND state IN ('ready', 'leased');

DROP TRIGGER usage_taken;
DROP TRIGGER usage_left;
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

UPDATE tenant_usage SET running = (
  SELECT count(*) FROM jobs j WHERE j.tenant = tenant_usage.tenant AND j.state = 'leased');
