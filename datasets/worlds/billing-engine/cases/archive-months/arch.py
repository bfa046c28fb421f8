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
