-- Income and expenses stand in one row, the result.
SELECT account, account_name, closing FROM (
  SELECT CASE kind WHEN 'asset' THEN 1 WHEN 'liability' THEN 2 ELSE 3 END AS place, account, account_name, closing
  FROM v_closing WHERE period = :period AND kind IN ('asset', 'liability', 'equity') AND closing <> 0
  UNION ALL
  SELECT 4, 'result', 'Result', COALESCE(SUM(closing), 0) FROM v_closing WHERE period = :period AND kind IN ('income', 'expense')
) ORDER BY place, account
