-- Equal parts of the cost; the first one in the month after the purchase.
CREATE VIEW v_depreciation AS
SELECT s.id, s.name, s.account, p.name AS period, s.cost, s.tag,
       MIN(s.months, (CAST(substr(p.name, 1, 4) AS INTEGER) - CAST(substr(s.bought_on, 1, 4) AS INTEGER)) * 12
         + CAST(substr(p.name, 6) AS INTEGER) - CAST(substr(s.bought_on, 6, 2) AS INTEGER)) AS parts,
       s.months
FROM assets s JOIN periods p ON p.first_day > s.bought_on;

CREATE VIEW v_book_values AS
SELECT id, name, account, period, tag, CAST(ROUND(cost * 100) AS INTEGER) - CAST(ROUND(cost * 100 * parts / months) AS INTEGER) AS left_minor,
       CASE WHEN parts < months THEN CAST(ROUND(cost * 100 / months) AS INTEGER) ELSE 0 END AS next_minor
FROM v_depreciation;
