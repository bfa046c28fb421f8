import csv, json, sqlite3
from datetime import date, timedelta
from pathlib import Path

TOP = Path("audit-2025")
db = sqlite3.connect(":memory:")


def fill(table, columns, rows):
    db.execute(f"CREATE TABLE {table} ({columns})")
    db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(columns.split(',')))})", rows)


def read(path):
    return [list(row.values()) for row in csv.DictReader(open(path))]


fill("accounts", "code, kind", [(r[0], r[2]) for r in read("db/seed/accounts.csv")])
fill("correction", "id, day, cause, who, account, amount INTEGER", [[*r[:5], int(r[5].replace(".", ""))] for r in read(TOP / "corrections.csv")])
fill("period", "name, filed, shown", read(TOP / "periods.csv"))
fill("trial", "period, account, debit INTEGER, credit INTEGER", [
    (path.stem, r[0], int(r[3].replace(".", "")), int(r[4].replace(".", ""))) for path in TOP.glob("trial/*.csv") for r in read(path)])
# What the second message says.
db.execute("UPDATE correction SET amount = -58000 WHERE id = 'C20' AND account = '1200'")
db.execute("UPDATE correction SET amount = -2000 WHERE id = 'C20' AND account = '6400'")
db.execute("UPDATE period SET filed = 'yes' WHERE name = '2025-10'")
db.execute("""CREATE TABLE threshold AS SELECT period, MAX(300, MIN(1200, SUM(credit - debit) / 10000)) AS euro
              FROM trial JOIN accounts ON code = account WHERE kind = 'income' GROUP BY period""")
db.execute("""CREATE TABLE entry AS SELECT id, substr(day, 1, 7) AS month, cause, who, MAX(account IN ('1300', '2200')) AS taxed,
              SUM(CASE WHEN kind IN ('income', 'expense') THEN amount ELSE 0 END) AS result, SUM(MAX(amount, 0)) AS debits
              FROM correction JOIN accounts ON code = account GROUP BY id""")
db.execute("""DELETE FROM entry WHERE month < '2025-01' OR taxed AND month IN (SELECT name FROM period WHERE filed = 'yes')""")
material = """SELECT month, cause FROM entry JOIN threshold ON period = month GROUP BY month, cause
              HAVING CASE WHEN SUM(result) <> 0 THEN ABS(SUM(result)) * 5 ELSE SUM(debits) END > MAX(euro) * 500"""
first, asker = db.execute(f"SELECT month, who FROM entry WHERE (month, cause) IN ({material}) ORDER BY month, id").fetchone()
own = {r[0] for r in db.execute("SELECT id FROM entry WHERE month >= ?", (first,))}
names = [r[0] for r in db.execute("SELECT DISTINCT id FROM correction ORDER BY id")]
people = read(TOP / "people.csv")
free = people.pop()[1].split()
ill = ["2025-12-01", "2025-12-02", "2025-12-03", "2025-12-04", "2025-12-05"]
away = {name: days.split() + (ill if name == "aiko" else []) for name, days in people}
calendar = [d for d in (date(2025, 11, 25) + timedelta(n) for n in range(60)) if d.isoweekday() < 6 and str(d) not in free]
opened = [r[0] for r in db.execute("SELECT name FROM period WHERE name >= ? ORDER BY name", (first,))]
closings = []
for day in map(str, calendar[5:]):
    for _ in range(2):
        if len(closings) == len(opened):
            break
        month = opened[len(closings)]
        barred = {r[0] for r in db.execute("SELECT who FROM entry WHERE month = ?", (month,))} | {asker}
        barred |= {who for _, when, who in closings if when == day or sum(c[2] == who for c in closings) == 3}
        able = [who for who in away if who not in barred and day not in away[who]]
        if not able:
            break
        closings.append([month, day, able[0]])
earliest = min(r[0] for r in db.execute("SELECT month FROM entry WHERE month >= ?", (first,)))
print(json.dumps({
    "thresholds": dict(db.execute("SELECT period, euro FROM threshold ORDER BY period").fetchall()),
    "ways": {n: "own" if n in own else "november" for n in names},
    "opened": opened, "openedOn": str(calendar[4]), "closings": closings,
    "sent": [r[0] for r in db.execute("SELECT name FROM period WHERE shown = 'yes' AND name >= ? ORDER BY name", (earliest,))],
}))
