CREATE TABLE tenants (
  name TEXT PRIMARY KEY,
  max_running INTEGER NOT NULL DEFAULT 4,
  paused INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE tenant_usage (
  tenant TEXT PRIMARY KEY REFERENCES tenants (name),
  running INTEGER NOT NULL DEFAULT 0
);
ALTER TABLE jobs ADD COLUMN tenant TEXT NOT NULL DEFAULT 'default';
INSERT INTO tenants (name) VALUES ('default');
INSERT INTO tenant_usage (tenant, running)
  SELECT 'default', count(*) FROM jobs WHERE state = 'running';

CREATE TRIGGER usage_taken AFTER UPDATE OF state ON jobs
  WHEN NEW.state = 'running' AND OLD.state <> 'running'
  BEGIN UPDATE tenant_usage SET running = running + 1 WHERE tenant = NEW.tenant; END;
CREATE TRIGGER usage_left AFTER UPDATE OF state ON jobs
  WHEN OLD.state = 'running' AND NEW.state <> 'running'
  BEGIN UPDATE tenant_usage SET running = running - 1 WHERE tenant = OLD.tenant; END;
CREATE TRIGGER usage_moved AFTER UPDATE OF tenant ON jobs
  WHEN NEW.state = 'running' AND NEW.tenant <> OLD.tenant
  BEGIN
    UPDATE tenant_usage SET running = running - 1 WHERE tenant = OLD.tenant;
    UPDATE tenant_usage SET running = running + 1 WHERE tenant = NEW.tenant;
  END;
CREATE TRIGGER usage_deleted AFTER DELETE ON jobs
  WHEN OLD.state = 'running'
  BEGIN UPDATE tenant_usage SET running = running - 1 WHERE tenant = OLD.tenant; END;
