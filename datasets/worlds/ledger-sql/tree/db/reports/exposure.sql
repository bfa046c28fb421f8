SELECT f.account, f.currency, f.amount_minor, f.base_minor,
       to_base(f.amount_minor, c.exponent, r.rate_micro) AS now_minor
FROM v_foreign f JOIN currencies c ON c.code = f.currency
LEFT JOIN v_rate_spans r ON r.currency = f.currency AND :day BETWEEN r.from_day AND r.to_day
ORDER BY f.account, f.currency
