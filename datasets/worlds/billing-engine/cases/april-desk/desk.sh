set -eu
D=2026-04-08
m() { python3 -B -m meterbook --db billing.db "$@"; }
rm -f billing.db
python3 -c "import sqlite3; sqlite3.connect('billing.db').executescript(open('ops/billing.sql').read())"
: > ops/refused.jsonl
for f in a b c; do
  m events ops/inbox/events-march-$f.jsonl --day $D 2> err.txt || true
  sed -n 's/^[^:]*:\([0-9]*\):.*/\1/p' err.txt | while read -r n; do sed -n "${n}p" ops/inbox/events-march-$f.jsonl >> ops/refused.jsonl; done
done
rm -f err.txt
m grant pr-corail-1 corail promo 20.00 --day 2026-03-30 --expires 2026-06-30 --scope api_calls
m close 2026-03 --day $D
POS=$(python3 -c "import sqlite3; print(*sqlite3.connect('billing.db').execute(\"select number, position from document_lines join documents using (number) where customer='brise' and period='2026-02' and ref='egress_bytes'\").fetchone())")
set -- $POS
m note "$1" --day $D --amounts "$2=1.50"
python3 -B - <<'END'
import csv, re, sqlite3, subprocess
db = sqlite3.connect("billing.db")
who = {name: (key, currency) for key, name, currency in db.execute("select id, name, currency from customers")}
lines = open("ops/inbox/bank-2026-04.csv").read().splitlines()
def run(*a):
    db.commit()
    subprocess.run(["python3", "-B", "-m", "meterbook", "--db", "billing.db", *a], check=True)
unclear = []
for line in lines[1:]:
    ref, day, name, amount, currency, purpose = line.split(";")
    if name not in who or who[name][1] != currency:
        unclear.append(line)
        continue
    amount = amount.replace(".", "").replace(",", ".")
    if amount.startswith("-"):
        paid = re.search(r"BK-\d+", purpose).group()
        entry = db.execute("select id from entries where source = 'payment' and ref = ?", (paid,)).fetchone()[0]
        run("reverse", str(entry), "--day", day)
        continue
    found = re.search(r"inv[- ]?nw[- ]?(\d{4})[- ]?(\d{5})", purpose, re.I)
    more = ["--invoice", f"INV-NW-{found[1]}-{found[2]}"] if found else []
    run("pay", ref, who[name][0], amount, "--day", day, *more)
open("ops/unclear.csv", "w").write("".join(line + "\n" for line in unclear))
END
m dunning --dry-run --day $D
m dunning --day $D
m journal 2026-03-30 $D > ops/journal.csv
m balance
