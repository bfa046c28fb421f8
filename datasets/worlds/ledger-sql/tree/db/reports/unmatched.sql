SELECT 'bank' AS side, account, booked_on AS day, currency, amount_minor, text FROM v_unmatched_bank WHERE booked_on <= :day
UNION ALL
SELECT 'books', account, posted_on, currency, amount_minor, memo FROM v_unmatched_books WHERE posted_on <= :day
ORDER BY account, day, side, amount_minor, text
