-- The plan of whole groups of accounts, and how much of it is used up.
SELECT g.code AS account, g.name AS account_name, SUM(v.planned_minor) AS planned_minor, SUM(v.actual_minor) AS actual_minor,
       SUM(v.actual_minor > v.planned_minor) AS accounts_over
FROM v_budget v JOIN accounts a ON a.code = v.account JOIN accounts g ON g.code = a.parent
WHERE v.period BETWEEN :from AND :to
GROUP BY g.code ORDER BY g.code
