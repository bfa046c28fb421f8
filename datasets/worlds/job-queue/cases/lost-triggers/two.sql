-- Triggers first: from here on the counters move with the jobs, and are set right at the end.
DROP TRIGGER usage_left;
CREATE TRIGGER usage_left AFTER UPDATE OF state ON jobs
  WHEN OLD.state = 'leased' AND NEW.state IN ('ready', 'done', 'dead', 'cancelled')
  BEGIN UPDATE tenant_usage SET running = running - 1 WHERE tenant = OLD.tenant; END;
CREATE TRIGGER usage_moved_from AFTER UPDATE OF tenant ON jobs
  WHEN OLD.state = 'leased' AND NEW.tenant <> OLD.tenant
  BEGIN UPDATE tenant_usage SET running = running - 1 WHERE tenant = OLD.tenant; END;
CREATE TRIGGER usage_moved_to AFTER UPDATE OF tenant ON jobs
  WHEN NEW.state = 'leased' AND NEW.tenant <> OLD.tenant
  BEGIN UPDATE tenant_usage SET running = running + 1 WHERE tenant = NEW.tenant; END;
CREATE TRIGGER usage_gone AFTER DELETE ON jobs WHEN OLD.state = 'leased'
  BEGIN UPDATE tenant_usage SET running = running - 1 WHERE tenant = OLD.tenant; END;
UPDATE tenant_usage SET running = 0;
UPDATE tenant_usage SET running = c.n
  FROM (SELECT tenant, count(*) AS n FROM jobs WHERE state = 'leased' GROUP BY tenant) c
  WHERE c.tenant = tenant_usage.tenant;
