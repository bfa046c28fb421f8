SELECT account, account_name, opening, debit, credit, closing
FROM v_closing WHERE period = :period AND (opening <> 0 OR debit <> 0 OR credit <> 0)
ORDER BY account
