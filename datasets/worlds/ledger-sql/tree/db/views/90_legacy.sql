-- For the treasury's spreadsheet (legacy/treasury.sh), in floats as it always had them.
CREATE VIEW v_treasury AS
SELECT s.bank, b.booked_on, b.value_on, b.amount, b.counterparty FROM bank_lines b JOIN statements s ON s.id = b.statement_id;

CREATE VIEW v_old_totals AS
SELECT period, account, total FROM period_totals;

CREATE VIEW v_old_balances AS
SELECT t.period, t.account, t.total, c.closing / 100.0 AS closing
FROM v_old_totals t JOIN v_closing c ON c.period = t.period AND c.account = t.account;
