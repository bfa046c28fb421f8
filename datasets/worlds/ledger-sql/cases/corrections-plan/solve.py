import csv, datetime, glob, json, os, sys

TOP = "audit-2025/"
later = len(sys.argv) > 1
least = 300 if later else 250
kinds = {r["code"]: r["kind"] for r in csv.DictReader(open("db/seed/accounts.csv"))}
kinds_of = lambda a: kinds[a] in ("income", "expense")
entries = {}
for r in csv.DictReader(open(TOP + "corrections.csv")):
    e = entries.setdefault(r["id"], {"month": r["day"][:7], "cause": r["cause"], "by": r["by"], "lines": []})
    e["lines"].append((r["account"], round(float(r["amount"]) * 100)))
periods = {r["period"]: r for r in csv.DictReader(open(TOP + "periods.csv"))}
if later:
    entries["C20"]["lines"] = [("4100", 60000), ("1200", -58000), ("6400", -2000)]
    periods["2025-10"]["vat_filed"] = "yes"
thresholds = {}
for path in sorted(glob.glob(TOP + "trial/*.csv")):
    moved = sum(float(r["credit"]) - float(r["debit"]) for r in csv.DictReader(open(path)) if kinds[r["account"]] == "income")
    thresholds[os.path.basename(path)[:-4]] = max(least, min(1200, int(round(moved * 100) // 10000)))
ways, findings = {}, {}
for name, e in entries.items():
    taxed = any(a in ("1300", "2200") for a, _ in e["lines"])
    if e["month"] < "2025" or taxed and periods[e["month"]]["vat_filed"] == "yes":
        ways[name] = "november"
    else:
        findings.setdefault((e["month"], e["cause"]), []).append(name)
material = []
for (month, cause), names in findings.items():
    lines = [line for n in names for line in entries[n]["lines"]]
    weight = abs(sum(v for a, v in lines if kinds_of(a))) or sum(v for _, v in lines if v > 0) / 5
    if weight > thresholds[month] * 100:
        material += names
first = min(entries[n]["month"] for n in material)
asker = entries[min(n for n in material if entries[n]["month"] == first)]["by"]
opened = [m for m in periods if m >= first]
for names in findings.values():
    for n in names:
        ways[n] = "own" if entries[n]["month"] in opened else "november"
people, closed = [], []
for r in csv.DictReader(open(TOP + "people.csv")):
    if r["name"] == "closed":
        closed = r["away"].split()
    else:
        people.append((r["name"], r["away"].split()))
if later:
    people = [(n, away + (["2025-12-01", "2025-12-02", "2025-12-03", "2025-12-04", "2025-12-05"] if n == "aiko" else [])) for n, away in people]
day = datetime.date(2025, 11, 24)


def following(day):
    while True:
        day += datetime.timedelta(1)
        if day.weekday() < 5 and day.isoformat() not in closed:
            return day


for _ in range(5):
    day = following(day)
opened_on, closings, left, count = day.isoformat(), [], list(opened), {}
while left:
    day = following(day)
    busy = []
    while left and len(busy) < 2:
        posters = {e["by"] for n, e in entries.items() if ways[n] == "own" and e["month"] == left[0]}
        can = [n for n, away in people if n not in posters | set(busy) | {asker} and day.isoformat() not in away and count.get(n, 0) < 3]
        if not can:
            break
        closings.append([left.pop(0), day.isoformat(), can[0]])
        busy.append(can[0])
        count[can[0]] = count.get(can[0], 0) + 1
touched = [e["month"] for n, e in entries.items() if ways[n] == "own"]
sent = [m for m in periods if periods[m]["shown"] == "yes" and any(t <= m for t in touched)]
print(json.dumps({"thresholds": thresholds, "ways": dict(sorted(ways.items())), "opened": opened, "openedOn": opened_on, "closings": closings, "sent": sent}))
