SELECT v.account, a.name AS account_name, v.actual_minor, v.over_minor, v.share
FROM v_variance v JOIN accounts a ON a.code = v.account WHERE v.period = :period
ORDER BY v.account
