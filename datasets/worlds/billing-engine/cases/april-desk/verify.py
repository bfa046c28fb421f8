import json

PROGRAM = """
import sqlite3
db = sqlite3.connect("file:billing.db?mode=ro", uri=True)
def rows(sql):
    show([list(row) for row in db.execute(sql)])
rows("SELECT number, kind, customer, period, issued, due, currency, net, tax, prepaid, region, corrects FROM documents ORDER BY number")
rows("SELECT number, position, kind, ref, net, promo, rate, tax FROM document_lines ORDER BY number, position")
rows("SELECT id, customer, kind, amount, left, granted, expires, scope FROM credits ORDER BY id")
rows("SELECT id, customer, number, amount, day FROM payments ORDER BY id")
rows("SELECT number, step, action, day FROM dunning ORDER BY number, step")
rows("SELECT kind, year, last FROM series ORDER BY kind")
rows("SELECT customer, period, number FROM closed ORDER BY customer, period")
rows("SELECT e.day, e.source, e.ref, r.ref, p.account, p.amount, p.ref FROM entries e JOIN postings p ON p.entry = e.id LEFT JOIN entries r ON r.id = e.reverses ORDER BY e.source, e.ref, e.day, p.account, p.ref, p.amount")
rows("SELECT DISTINCT customer, id, kind, received, meter, quantity FROM events ORDER BY customer, id, kind, received, quantity")
rows("SELECT command, COUNT(*) FROM audit WHERE command NOT IN ('events', 'dunning') GROUP BY command ORDER BY command")
rows("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
"""
shown = observe(PROGRAM)
expected = json.loads(hidden["expected.json"])
assert len(shown) == len(expected), len(shown)
for got, want in zip(shown, expected):
    odd = [row for row in got if row not in want][:3], [row for row in want if row not in got][:3]
    assert got == want, str(odd)
for name in ("refused.jsonl", "unclear.csv"):
    assert read("ops/" + name).splitlines() == hidden[name].splitlines(), name
journal = [line.split(";")[1:] for line in read("ops/journal.csv").splitlines()]
assert journal[:1] == [["day", "source", "ref", "account", "debit", "credit", "currency"]], journal[:1]
assert sorted(journal[1:]) == json.loads(hidden["journal.json"]), "journal.csv"
unchanged("ops/billing.sql", "ops/todo.md", "ops/inbox/bank-2026-04.csv", "docs/operations.md", *[p for p in files("meterbook") if p.endswith((".py", ".sql"))], *files("config"))
