-- Value added tax of a period: what was charged, what was paid, what is owed.
SELECT period, SUM(CASE account WHEN '2200' THEN -moved ELSE 0 END) AS charged,
       SUM(CASE account WHEN '1300' THEN moved ELSE 0 END) AS paid,
       -SUM(moved) AS owed
FROM v_movements WHERE account IN ('1300', '2200') AND period BETWEEN :from AND :to
GROUP BY period ORDER BY period
