SELECT c.bank, c.number, c.day, k.currency, c.bank_minor, c.books_minor, c.bank_minor - c.books_minor AS difference
FROM v_bank_check c JOIN bank_accounts k ON k.name = c.bank
ORDER BY c.bank, c.day, c.number
