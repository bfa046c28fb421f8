-- Foreign money by account and currency, all periods together.
CREATE VIEW v_foreign AS
SELECT b.account, b.currency, SUM(b.amount_minor) AS amount_minor, SUM(b.base_minor) AS base_minor
FROM v_currency_balances b
WHERE b.currency <> (SELECT value FROM settings WHERE key = 'base_currency')
GROUP BY b.account, b.currency;
