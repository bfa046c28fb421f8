CREATE VIEW v_rates AS
SELECT currency, day, origin, COALESCE(rate_micro, CAST(ROUND(rate * 1000000) AS INTEGER)) AS rate_micro FROM rates;

-- From which day to which (the last one included) a quotation is the latest.
CREATE VIEW v_rate_spans AS
SELECT currency, day AS from_day, rate_micro,
       COALESCE(date(LEAD(day) OVER (PARTITION BY currency ORDER BY day), '-1 day'), '9999-12-31') AS to_day
FROM v_rates;
