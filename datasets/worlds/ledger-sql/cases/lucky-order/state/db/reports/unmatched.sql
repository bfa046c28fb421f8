SELECT 'books' AS side, account, posted_on AS day, currency, amount_minor, memo AS text FROM v_unmatched_books WHERE posted_on <= :day
UNION ALL
SELECT 'bank', account, booked_on, currency, amount_minor, text FROM v_unmatched_bank WHERE booked_on <= :day
ORDER BY account, day
