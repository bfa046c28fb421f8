SELECT f.bank, f.currency, f.times, f.amount_minor, to_base(f.amount_minor, c.exponent, r.rate_micro) AS now_minor
FROM v_fees f
JOIN periods p ON p.name = f.period
JOIN currencies c ON c.code = f.currency
LEFT JOIN v_rate_spans r ON r.currency = f.currency AND p.last_day BETWEEN r.from_day AND r.to_day
WHERE f.period = :period ORDER BY f.bank
