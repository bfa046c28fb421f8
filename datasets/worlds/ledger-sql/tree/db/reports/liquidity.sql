-- Banks on a day by the books, and what is expected in the days after it.
SELECT currency, SUM(held) AS held, SUM(coming) AS coming, SUM(going) AS going, SUM(held + coming - going) AS left_over FROM (
  SELECT k.currency, j.amount_minor AS held, 0 AS coming, 0 AS going
  FROM v_journal j JOIN bank_accounts k ON k.account = j.account WHERE j.posted_on <= :day
  UNION ALL
  SELECT currency, 0, CASE way WHEN 'in' THEN amount_minor ELSE 0 END, CASE way WHEN 'out' THEN -amount_minor ELSE 0 END
  FROM v_expected WHERE due_on BETWEEN :day AND date(:day, '+30 days')
) GROUP BY currency ORDER BY currency
