import sqlite3

conn = sqlite3.connect("file:var/books.db?mode=ro", uri=True)


def table(sql):
    return [list(row) for row in conn.execute(sql)]


show(table("SELECT currency, day, rate_micro, origin FROM rates ORDER BY 1, 2"))
show(table("SELECT bank, number, opening_minor, closing_minor, file, imported_at FROM statements ORDER BY bank, number"))
show(table("SELECT s.bank, b.booked_on, b.value_on, b.amount, b.amount_minor, b.counterparty, b.text, b.ref, b.note FROM bank_lines b JOIN statements s ON s.id = b.statement_id ORDER BY s.bank, b.id"))
show(table("SELECT * FROM documents ORDER BY ref"))
REF = "CASE WHEN e.ref LIKE 'BANK-%' THEN 'BANK ' || e.memo ELSE COALESCE(e.ref, e.memo || e.posted_on) END"
show(table(f"SELECT {REF}, e.posted_on, e.memo, e.source, e.state, e.created_by, e.created_at, (SELECT o.ref FROM entries o WHERE o.id = e.reverses) FROM entries e ORDER BY 1, 2"))
show(table(f"SELECT {REF} AS name, l.account, l.currency, l.amount_minor, l.base_minor, l.centre FROM entries e JOIN lines l ON l.entry_id = e.id ORDER BY name, e.posted_on, l.account, l.amount_minor"))
show(table(f"SELECT s.bank, b.booked_on, b.amount_minor, {REF}, l.account, m.rule, m.made_at FROM matches m JOIN bank_lines b ON b.id = m.bank_line_id JOIN statements s ON s.id = b.statement_id JOIN lines l ON l.id = m.line_id JOIN entries e ON e.id = l.entry_id ORDER BY 1, 2, 3, 4"))
show(table("SELECT name, state, closed_by, closed_at FROM periods ORDER BY name"))
show(table("SELECT period, lines, made_at FROM seals ORDER BY period"))
show(table("SELECT at, actor, entity, action, CASE entity WHEN 'match' THEN json_extract(after, '$.rule') ELSE COALESCE(before, '') || COALESCE(after, '') END FROM audit ORDER BY 1, 3, 4, 5"))
show(table("SELECT COUNT(*) FROM audit"), table("SELECT key, value FROM settings ORDER BY 1"), table("SELECT version, digest FROM migrations ORDER BY 1"))
show(table("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"), table("SELECT id, name, cost, months FROM assets ORDER BY 1"))
show(table("PRAGMA integrity_check"), table("PRAGMA foreign_key_check"))
conn.close()
from quire import checks, db, periods
conn = db.connect("var/books.db")
show(periods.broken_seals(conn), [list(row) for row in checks.run(conn)])
for name in ("trial_balance", "balance_sheet", "budget", "assets"):
    show(open(f"var/out/2025-10-{name}.csv", encoding="utf-8").read())
