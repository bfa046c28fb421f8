-- Lines of posted entries, with all that reports ask about them.
CREATE VIEW v_journal AS
SELECT l.id, l.entry_id, e.posted_on, p.name AS period, e.source, e.ref, e.memo, e.reverses,
       l.account, a.name AS account_name, a.kind, a.parent, l.currency, l.amount_minor, l.base_minor, l.centre
FROM lines l
JOIN entries e ON e.id = l.entry_id AND e.state = 'posted'
JOIN periods p ON e.posted_on BETWEEN p.first_day AND p.last_day
JOIN accounts a ON a.code = l.account;

CREATE VIEW v_drafts AS
SELECT e.id, e.posted_on, e.ref, COUNT(l.id) AS lines, COALESCE(SUM(l.base_minor), 0) AS off_by
FROM entries e LEFT JOIN lines l ON l.entry_id = e.id
WHERE e.state = 'draft' GROUP BY e.id;
