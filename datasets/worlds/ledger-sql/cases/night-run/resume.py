import csv
import hashlib
import os
import sqlite3
import sys

sys.path.insert(0, "")
from quire import db, documents, importer, journal, money, periods, rates, reconcile, reports
from quire.errors import QuireError

TOP = "ops/2025-11-01/"
rows = lambda name: list(csv.DictReader(open(TOP + name, encoding="utf-8")))
moments = {int(r["step"]): r["moment"] for r in rows("plan.csv")}
if os.path.exists("var/books.db"):
    os.unlink("var/books.db")
raw = sqlite3.connect("var/books.db")
raw.executescript(open("var/books.sql", encoding="utf-8").read())
raw.close()
conn = db.connect("var/books.db")
step = lambda n: db.act_as(conn, "night", moments[n])

step(1)
rates.load(conn, TOP + "inbox/rates-2025-10.csv")
manifest = {r["bank"]: r for r in rows("MANIFEST")}
for number, bank in enumerate(("kontor", "harbour", "sparnord", "nippa"), 2):
    want = manifest[bank]
    paths = [os.path.join(f, n) for f in (TOP + "inbox", TOP + "inbox/again") for n in os.listdir(f) if n.startswith(bank)]
    [path] = [p for p in paths if hashlib.sha256(open(p, "rb").read()).hexdigest() == want["sha256"]]
    exponent = 0 if bank == "nippa" else 2
    from quire import formats
    lines = importer.read(path, formats.load(bank), exponent)
    right = (money.parse(want["opening"], exponent), money.parse(want["closing"], exponent), len(lines), sum(l["amount_minor"] for l in lines))
    there = conn.execute(
        "SELECT s.id, s.opening_minor, s.closing_minor, COUNT(b.id), SUM(b.amount_minor) FROM statements s JOIN bank_lines b ON b.statement_id = s.id "
        "WHERE s.bank = ? AND s.number = ? GROUP BY s.id", (bank, want["number"])).fetchone()
    if there and tuple(there)[1:] == right:
        continue
    step(number)
    if there:
        conn.execute("DELETE FROM statements WHERE id = ?", (there["id"],))
    importer.load(conn, bank, want["number"], path, want["opening"], want["closing"])
step(6)
documents.load(conn, TOP + "inbox/documents.csv")

step(7)
standing, todo = {}, []
for r in rows("standing.csv"):
    one = standing.setdefault(r["ref"], [r["day"], r["memo"], r["source"], []])
    one[3].append((r["account"], r["currency"], money.parse(r["amount"], 0 if r["currency"] == "JPY" else 2)))
for ref, (day, memo, source, lines) in standing.items():
    found = conn.execute("SELECT * FROM entries WHERE ref = ?", (ref,)).fetchone()
    if found:
        booked = [tuple(r) for r in conn.execute("SELECT account, currency, amount_minor FROM lines WHERE entry_id = ? ORDER BY id", (found["id"],))]
        if (found["posted_on"], found["memo"], found["source"], booked) == (day, memo, source, lines):
            if found["state"] == "draft":
                todo.append(found["id"])
            continue
        if found["state"] == "draft":
            conn.execute("DELETE FROM entries WHERE id = ?", (found["id"],))
        else:
            journal.reverse(conn, found["id"], found["posted_on"])
            ref += "-B"
    todo.append(journal.draft(conn, day, memo, lines, source=source, ref=ref))
step(8)
for entry in todo:
    journal.post(conn, entry)
step(9)
reconcile.run(conn)
step(10)
for r in rows("pairs.csv"):
    exponent = 0 if r["bank"] == "nippa" else 2
    line = conn.execute("SELECT b.id, b.account FROM v_bank_lines b WHERE bank = ? AND booked_on = ? AND amount_minor = ?", (r["bank"], r["day"], money.parse(r["amount"], exponent))).fetchone()
    other = conn.execute("SELECT id FROM v_journal WHERE ref = ? AND account = ?", (r["ref"], line["account"])).fetchone()
    if conn.execute("SELECT 1 FROM matches WHERE bank_line_id = ? OR line_id = ?", (line["id"], other and other["id"])).fetchone():
        continue
    try:
        if other is None:
            raise sqlite3.IntegrityError
        reconcile.by_hand(conn, line["id"], other["id"])
    except sqlite3.IntegrityError:
        reconcile.explain(conn, line["id"], r["otherwise"])
step(11)
for line in conn.execute("SELECT * FROM v_unmatched_bank WHERE COALESCE(note, '') = ''").fetchall():
    for r in rows("notes.csv"):
        if r["bank"] == line["bank"] and r["pattern"] in line["text"]:
            reconcile.explain(conn, line["id"], r["note"])
            break
step(12)
periods.soften(conn, "2025-10")
step(13)
columns, found = reports.rows(conn, "assets", period="2025-09")
total = sum(row[columns.index("next_minor")] for row in found)
adjustments = {}
for r in rows("adjustments.csv"):
    amount = {"next": total, "-next": -total}.get(r["amount"])
    if amount is None:
        amount = money.parse(r["amount"], 2)
    adjustments.setdefault((r["ref"], r["day"], r["memo"]), []).append((r["account"], r["currency"], amount))
for (ref, day, memo), lines in adjustments.items():
    journal.book(conn, day, memo, lines, source="adjust", ref=ref)
step(14)
periods.close(conn, "2025-10")
os.makedirs("var/out", exist_ok=True)
for name in ("trial_balance", "balance_sheet", "budget", "assets"):
    with open(f"var/out/2025-10-{name}.csv", "w", encoding="utf-8") as out:
        out.write(reports.text(conn, name, period="2025-10"))
conn.close()
