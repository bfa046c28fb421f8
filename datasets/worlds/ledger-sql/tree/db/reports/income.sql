SELECT kind, account, account_name, -SUM(moved) AS amount
FROM v_movements WHERE kind IN ('income', 'expense') AND period BETWEEN :from AND :to
GROUP BY account ORDER BY kind DESC, account
