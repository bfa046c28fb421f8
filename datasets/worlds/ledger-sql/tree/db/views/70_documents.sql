-- What is open of a document: by the books, and by the invoicing tool.
CREATE VIEW v_documents AS
SELECT d.ref, d.party, d.account, d.currency, d.issued_on, d.due_on, d.total_minor,
       d.total_minor - COALESCE((SELECT SUM(-j.amount_minor) FROM v_journal j
         WHERE j.account = d.account AND j.memo = 'paid ' || d.ref), 0) AS open_minor,
       d.total_minor - CAST(ROUND(d.paid * CASE c.exponent WHEN 0 THEN 1 WHEN 2 THEN 100 ELSE 1000 END) AS INTEGER) AS tool_open_minor
FROM documents d JOIN currencies c ON c.code = d.currency;

CREATE VIEW v_open_documents AS
SELECT * FROM v_documents WHERE open_minor <> 0;

-- Money to come and to go, as the invoicing tool sees it; bills have negative totals.
CREATE VIEW v_expected AS
SELECT d.currency, d.due_on, CASE WHEN d.total_minor > 0 THEN 'in' ELSE 'out' END AS way, d.tool_open_minor AS amount_minor
FROM v_documents d WHERE d.tool_open_minor <> 0;
