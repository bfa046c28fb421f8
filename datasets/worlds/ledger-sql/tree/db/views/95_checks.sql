-- `quire check` looks at every view whose name begins with v_check_: a row is something that is wrong.
CREATE VIEW v_entry_sums AS
SELECT e.id, e.posted_on, e.state, SUM(l.base_minor) AS base_minor, COUNT(DISTINCT l.currency) AS currencies
FROM entries e JOIN lines l ON l.entry_id = e.id GROUP BY e.id;

CREATE VIEW v_check_balance AS
SELECT id, posted_on AS day, 'off by ' || base_minor AS problem FROM v_entry_sums WHERE state = 'posted' AND base_minor <> 0;

CREATE VIEW v_check_floats AS
SELECT b.id, b.booked_on AS day, 'float ' || b.amount || ' beside ' || v.amount_minor AS problem
FROM bank_lines b JOIN v_bank_lines v ON v.id = b.id JOIN currencies c ON c.code = v.currency
WHERE ABS(b.amount * CASE c.exponent WHEN 0 THEN 1 WHEN 2 THEN 100 ELSE 1000 END - v.amount_minor) > 0.001;

CREATE VIEW v_check_statements AS
SELECT s.id, MAX(b.booked_on) AS day, s.bank || ' ' || s.number || ' does not add up' AS problem
FROM statements s JOIN v_bank_lines b ON b.statement_id = s.id
GROUP BY s.id HAVING s.opening_minor + SUM(b.amount_minor) <> s.closing_minor;
