CREATE VIEW v_session AS
SELECT (SELECT value FROM session WHERE key = 'actor') AS actor,
       (SELECT value FROM session WHERE key = 'now') AS now;
