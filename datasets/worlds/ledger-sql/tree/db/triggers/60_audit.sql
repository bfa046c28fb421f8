-- The audit trail (docs/audit.md): two rows of `session` say who and when.
CREATE TRIGGER audit_entries_update AFTER UPDATE ON entries
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, before, after)
  SELECT v_session.now, v_session.actor, 'entry', NEW.id,
         CASE WHEN OLD.state <> NEW.state THEN 'post' ELSE 'change' END,
         json_object('memo', OLD.memo, 'state', OLD.state), json_object('memo', NEW.memo, 'state', NEW.state)
  FROM v_session;
END;

CREATE TRIGGER audit_entries_delete AFTER DELETE ON entries
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, before)
  SELECT now, actor, 'entry', OLD.id, 'delete', json_object('posted_on', OLD.posted_on, 'memo', OLD.memo, 'ref', OLD.ref)
  FROM v_session;
END;

CREATE TRIGGER audit_periods AFTER UPDATE OF state ON periods
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, before, after)
  SELECT now, actor, 'period', NEW.name, NEW.state, json_object('state', OLD.state), json_object('state', NEW.state)
  FROM v_session;
END;

CREATE TRIGGER audit_accounts AFTER UPDATE ON accounts
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, before, after)
  SELECT now, actor, 'account', NEW.code, 'change',
         json_object('name', OLD.name, 'closed_on', OLD.closed_on), json_object('name', NEW.name, 'closed_on', NEW.closed_on)
  FROM v_session;
END;

CREATE TRIGGER audit_bank_lines AFTER UPDATE OF note ON bank_lines
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, before, after)
  SELECT now, actor, 'bank_line', NEW.id, 'note', json_object('note', OLD.note), json_object('note', NEW.note)
  FROM v_session;
END;

CREATE TRIGGER audit_matches_insert AFTER INSERT ON matches
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, after)
  SELECT now, actor, 'match', NEW.bank_line_id, 'match', json_object('line', NEW.line_id, 'rule', NEW.rule)
  FROM v_session;
END;

CREATE TRIGGER audit_matches_delete AFTER DELETE ON matches
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, before)
  SELECT now, actor, 'match', OLD.bank_line_id, 'unmatch', json_object('line', OLD.line_id, 'rule', OLD.rule)
  FROM v_session;
END;
