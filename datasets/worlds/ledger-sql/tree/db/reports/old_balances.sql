-- Not in the manifest since 1.4.
SELECT period, account, total, closing FROM v_old_balances ORDER BY period, account
