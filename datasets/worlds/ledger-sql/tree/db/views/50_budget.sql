CREATE VIEW v_budget AS
SELECT b.account, b.period, b.amount AS planned, CAST(ROUND(b.amount * 100) AS INTEGER) AS planned_minor,
       COALESCE(m.moved, 0) AS actual_minor
FROM budgets b LEFT JOIN v_movements m ON m.account = b.account AND m.period = b.period;

CREATE VIEW v_variance AS
SELECT account, period, actual_minor, actual_minor - planned_minor AS over_minor,
       CASE planned WHEN 0 THEN NULL ELSE ROUND(actual_minor / planned, 1) END AS share
FROM v_budget;
