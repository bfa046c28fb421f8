SELECT d.party, d.currency,
       CASE WHEN d.due_on >= :day THEN 'not due'
            WHEN julianday(:day) - julianday(d.due_on) <= 30 THEN '1-30'
            WHEN julianday(:day) - julianday(d.due_on) <= 60 THEN '31-60'
            ELSE 'over 60' END AS age,
       SUM(d.open_minor) AS open_minor, SUM(d.open_minor <> d.tool_open_minor) AS doubtful
FROM v_open_documents d WHERE d.issued_on <= :day
GROUP BY d.party, d.currency, age ORDER BY d.party, d.currency, age
