-- The text of the statement names the reference of an entry of the same amount, whatever the day.
SELECT b.id AS bank_line_id, j.id AS line_id
FROM v_unmatched_bank b
JOIN v_unmatched_books j ON j.account = b.account AND j.amount_minor = b.amount_minor
WHERE j.ref IS NOT NULL AND instr(upper(b.text), upper(j.ref)) > 0
