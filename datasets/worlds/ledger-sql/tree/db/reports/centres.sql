SELECT COALESCE(k.name, 'none') AS centre, j.account, SUM(-j.base_minor) AS amount
FROM v_journal j LEFT JOIN cost_centres k ON k.code = j.centre
WHERE j.kind IN ('income', 'expense') AND j.period BETWEEN :from AND :to
GROUP BY j.centre, j.account ORDER BY centre, j.account
