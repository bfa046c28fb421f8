-- The reference of the statement names the entry; amounts are equal.
SELECT b.id AS bank_line_id, j.id AS line_id
FROM v_unmatched_bank b
JOIN v_unmatched_books j ON j.account = b.account AND j.amount_minor = b.amount_minor
WHERE b.ref <> '' AND b.ref = j.ref
