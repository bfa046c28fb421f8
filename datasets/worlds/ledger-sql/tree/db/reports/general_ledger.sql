SELECT posted_on, entry_id, ref, memo, base_minor AS amount,
       SUM(base_minor) OVER (ORDER BY posted_on, entry_id, id) AS running
FROM v_journal WHERE account = :account AND period = :period
ORDER BY posted_on, entry_id, id
