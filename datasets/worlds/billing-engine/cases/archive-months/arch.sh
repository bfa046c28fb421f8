set -eu
rm -f billing.db
m() { python3 -B -m meterbook --db billing.db "$@" > /dev/null; }
m load data/customers.json
for f in data/events-*.jsonl; do m events "$f" --day 2026-04-08; done
m close 2026-01 --day 2026-02-08
m close 2026-02 --day 2026-03-08
m close 2026-03 --day 2026-04-08
sed 's/SKIP/{"lesewerk"}/' > arch.tmp <<'END'
import hashlib, json, sqlite3
from pathlib import Path
from meterbook.metering.intake import read_event
from meterbook.metering.resolve import _first, resolve
from meterbook.period import Period, local_day

offsets = {c["id"]: c["utc_offset"] for c in json.load(open("data/customers.json"))["customers"]}
lines = [l for p in sorted(Path("data").glob("events-*.jsonl")) for l in p.read_text().splitlines() if l.strip() and not l.startswith("#")]
events = [read_event(l) for l in lines]
month = lambda c, at: str(Period.of(local_day(at, offsets[c])))
place, counts = {}, {}
for e in sorted((e for e in events if e.kind == "usage"), key=_first, reverse=True):
    place[e.customer, e.id] = month(e.customer, e.at)
for f in resolve(events):
    place[f.customer, f.id] = month(f.customer, f.at)
    counts[f.customer, place[f.customer, f.id]] = counts.get((f.customer, place[f.customer, f.id]), 0) + 1
first = {}
for e in events:
    if e.kind != "usage":
        first[e.customer, e.id] = min(first.get((e.customer, e.id), e), e, key=_first)
out = {}
for n, (line, e) in enumerate(zip(lines, events)):
    target = e.id if e.kind == "usage" else first[e.customer, e.id].target
    out.setdefault((e.customer, place.get((e.customer, target), "orphans")), []).append((e.received, e.id, n, line))
db = sqlite3.connect("billing.db")
numbers = {(c, p): n for c, p, n in db.execute("SELECT customer, period, number FROM closed")}
manifest = {}
for (c, m), rows in out.items():
    if c in SKIP:
        continue
    text = "".join(r[3] + "\n" for r in sorted(rows))
    path = Path("archive", c, m + ".jsonl")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    manifest[f"{c}/{m}.jsonl"] = {"lines": len(rows), "sha256": hashlib.sha256(text.encode()).hexdigest(),
                                  "facts": counts.get((c, m), 0), "invoice": numbers.get((c, m))}
Path("archive/manifest.json").write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")
END
python3 -B - < arch.tmp
rm arch.tmp
git config user.name > /dev/null || git config user.name desk
git config user.email > /dev/null || git config user.email desk@example.com
git add archive
git commit -qm "archive: events of 2026-Q1"
git rm -q data/events-*.jsonl
python3 - <<'P'
p = "CHANGELOG.md"; s = open(p).read()
a, b = s.split("\n\n## 0.9.1", 1)
open(p, "w").write(a + "\n- Raw events of 2026-Q1 are archived.\n\n## 0.9.1" + b)
P
git add CHANGELOG.md
git commit -qm "data: raw events of 2026-Q1 are archived"
git status --short
git log --oneline --stat -2
