import contextlib, json, sqlite3
from datetime import date
from pathlib import Path
from meterbook.cli import main
from meterbook.metering.intake import read_lines

db = sqlite3.connect("billing.db")
db.executescript(Path("ops/billing.sql").read_text())
db.close()
day = ["--day", "2026-04-08"]
m = lambda *a: main(["--db", "billing.db", *a])
bad = []
for f in "abc":
    path = f"ops/inbox/events-march-{f}.jsonl"
    lines = Path(path).read_text().splitlines()
    bad += [lines[n - 1] for n, _ in read_lines(lines)[1]]
    m("events", path, *day)
Path("ops/refused.jsonl").write_text("\n".join(bad) + "\n")
m("grant", "pr-corail-1", "corail", "promo", "20", "--expires", "2026-06-30", "--scope", "api_calls", "--day", "2026-03-30")
for who in ("alpenrad", "brise", "corail", "fjell", "harbour", "kumo", "lesewerk", "tulp"):
    m("close", "2026-03", "--customer", who, *day)
m("note", "INV-NW-2026-00009", "--amounts", "3=1.5", *day)
pay = lambda ref, who, amount, on, *invoice: m("pay", ref, who, amount, "--day", on, *(["--invoice", *invoice] if invoice else []))
pay("BK-20402", "harbour", "134.65", "2026-04-01", "INV-NW-2026-00012")
pay("BK-20403", "alpenrad", "77.21", "2026-04-01", "INV-NW-2026-00008")
pay("BK-20405", "corail", "85.86", "2026-04-02", "INV-NW-2026-00010")
c = sqlite3.connect("billing.db")
(entry,) = c.execute("SELECT entry FROM postings WHERE account = 'cash' AND entry IN (SELECT id FROM entries WHERE ref = 'BK-20317')").fetchone()
c.close()
m("reverse", str(entry), "--day", "2026-04-02")
pay("BK-20409", "kumo", "13205", "2026-04-03", "INV-NW-2026-00013")
pay("BK-20413", "lesewerk", "15", "2026-04-07")
pay("BK-20417", "brise", "146.43", "2026-04-07", "INV-NW-2026-00002")
bank = Path("ops/inbox/bank-2026-04.csv").read_text().splitlines(True)
Path("ops/unclear.csv").write_text("".join(l for l in bank if "Harbor" in l or "Fjell" in l))
m("dunning", *day)
with open("ops/journal.csv", "w") as out, contextlib.redirect_stdout(out):
    m("journal", "2026-03-30", "2026-04-08")
