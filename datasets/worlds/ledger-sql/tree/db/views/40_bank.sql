CREATE VIEW v_bank_lines AS
SELECT b.id, b.statement_id, s.bank, k.account, k.currency, s.number AS statement, b.booked_on, b.value_on,
       COALESCE(b.amount_minor,
                CAST(ROUND(b.amount * CASE c.exponent WHEN 0 THEN 1 WHEN 2 THEN 100 ELSE 1000 END) AS INTEGER)) AS amount_minor,
       b.counterparty, b.text, b.ref, b.note
FROM bank_lines b
JOIN statements s ON s.id = b.statement_id
JOIN bank_accounts k ON k.name = s.bank
JOIN currencies c ON c.code = k.currency;

CREATE VIEW v_unmatched_bank AS
SELECT b.* FROM v_bank_lines b WHERE NOT EXISTS (SELECT 1 FROM matches m WHERE m.bank_line_id = b.id);

CREATE VIEW v_unmatched_books AS
SELECT j.* FROM v_journal j JOIN bank_accounts k ON k.account = j.account
WHERE NOT EXISTS (SELECT 1 FROM matches m WHERE m.line_id = j.id);

-- What the bank says at the end of each statement, beside the books on that day.
CREATE VIEW v_bank_check AS
SELECT s.bank, s.number, s.closing_minor AS bank_minor, MAX(b.booked_on) AS day,
       (SELECT COALESCE(SUM(j.amount_minor), 0) FROM v_journal j
        WHERE j.account = k.account AND j.posted_on <= (SELECT MAX(x.booked_on) FROM bank_lines x WHERE x.statement_id = s.id)
       ) AS books_minor
FROM statements s JOIN bank_accounts k ON k.name = s.bank LEFT JOIN bank_lines b ON b.statement_id = s.id
GROUP BY s.id;

-- What banks have taken for themselves, in their own money.
CREATE VIEW v_fees AS
SELECT b.bank, b.currency, p.name AS period, COUNT(*) AS times, -SUM(b.amount_minor) AS amount_minor
FROM v_bank_lines b
JOIN periods p ON b.booked_on BETWEEN p.first_day AND p.last_day
JOIN matches m ON m.bank_line_id = b.id AND m.rule = 'rules'
WHERE b.amount_minor < 0 GROUP BY b.bank, p.name;
