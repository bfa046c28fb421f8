-- The same amount, at most settings['match.days'] days apart.
SELECT b.id AS bank_line_id, j.id AS line_id
FROM v_unmatched_bank b
JOIN v_unmatched_books j ON j.account = b.account AND j.amount_minor = b.amount_minor
WHERE ABS(julianday(b.booked_on) - julianday(j.posted_on))
      <= (SELECT CAST(value AS INTEGER) FROM settings WHERE key = 'match.days')
