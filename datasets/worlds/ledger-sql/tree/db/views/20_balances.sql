CREATE VIEW v_movements AS
SELECT account, account_name, kind, period, SUM(base_minor) AS moved, SUM(MAX(base_minor, 0)) AS debit,
       -SUM(MIN(base_minor, 0)) AS credit
FROM v_journal GROUP BY account, period;

-- One row for each account and period in which it is open, with what was carried over.
CREATE VIEW v_balances AS
SELECT a.code AS account, a.name AS account_name, a.kind, p.name AS period,
       COALESCE((SELECT SUM(m.moved) FROM v_movements m WHERE m.account = a.code AND m.period < p.name), 0) AS opening,
       COALESCE((SELECT m.debit FROM v_movements m WHERE m.account = a.code AND m.period = p.name), 0) AS debit,
       COALESCE((SELECT m.credit FROM v_movements m WHERE m.account = a.code AND m.period = p.name), 0) AS credit
FROM accounts a CROSS JOIN periods p
WHERE NOT EXISTS (SELECT 1 FROM accounts c WHERE c.parent = a.code);

CREATE VIEW v_closing AS
SELECT account, account_name, kind, period, opening, debit, credit, opening + debit - credit AS closing FROM v_balances;

CREATE VIEW v_currency_balances AS
SELECT account, currency, period, SUM(amount_minor) AS amount_minor, SUM(base_minor) AS base_minor
FROM v_journal GROUP BY account, currency, period;
