INSERT INTO events (at, kind, job_id, fence)
  SELECT created_at, 'cancel', id, CASE state WHEN 'leased' THEN fence + 1 ELSE fence END FROM jobs j
  WHERE dedupe_key IS NOT NULL AND state IN ('ready', 'leased') AND id <> (
    SELECT k.id FROM jobs k WHERE k.queue = j.queue AND k.dedupe_key = j.dedupe_key
      AND k.state IN ('ready', 'leased') ORDER BY k.state, k.id LIMIT 1);
UPDATE jobs SET fence = CASE state WHEN 'leased' THEN fence + 1 ELSE fence END, state = 'cancelled',
    lease_owner = NULL, lease_until = NULL
  WHERE state IN ('ready', 'leased') AND id IN (
    SELECT e.job_id FROM events e WHERE e.kind = 'cancel');
CREATE UNIQUE INDEX jobs_dedupe ON jobs (queue, dedupe_key)
  WHERE dedupe_key IS NOT NULL AND state IN ('ready', 'leased');
