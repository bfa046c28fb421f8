import json, math, tomllib
from collections import defaultdict
from datetime import date, datetime, timedelta

conf = tomllib.load(open("config/billing.toml", "rb"))
meters = tomllib.load(open("config/meters.toml", "rb"))
table = defaultdict(dict)
for line in open("capacity/delays.csv").read().split("\n")[1:]:
    if line:
        meter, hours, events = line.split(",")
        table[meter][int(hours)] = int(events)
grace = {}
for meter in meters:
    late = sum(table[meter].values())
    whole, days = late, 0
    for hours in sorted(table[meter]):
        late -= table[meter][hours]
        if late * 1000 <= whole:
            days = math.ceil(hours / 24)
            break
    grace[meter] = days
first = date(2026, 6, 1) + timedelta(days=max(grace.values()))
rates = []
for line in open("capacity/bench.log"):
    fields = dict(f.split("=") for f in line.split() if "=" in f)
    if "skipped" not in line:
        rates.append((int(fields["ms"]) / int(fields["events"]), int(fields["ms"]), int(fields["events"])))
rates.sort()
_, ms, per = rates[len(rates) // 2 if len(rates) % 2 else len(rates) // 2 - 1]
rows = [l.split(",") for l in open("capacity/groups.csv").read().split("\n")[1:] if l]
n = 0
while True:
    n += 1
    queue = []
    for name, region, off, customers, events in rows:
        begin = datetime(first.year, first.month, first.day) - timedelta(minutes=int(off))
        load = -(-int(customers) // n) * int(events) * ms  # in ms * per
        queue.append((begin, -load, name))
    now, done = None, {}
    zero = datetime(2026, 6, 1)
    clock = 0  # integer, in 1/(1000*per) seconds
    for begin, load, name in sorted(queue):
        at = int((begin - zero).total_seconds()) * 1000 * per
        clock = max(clock, at) - load
        done[name] = zero + timedelta(seconds=-(-clock // (1000 * per)))
    if max(done.values()) <= datetime(first.year, first.month, first.day, 10):
        break
due = first + timedelta(days=conf["invoices"]["terms_days"])
plan = {}
for region in sorted({r[1] for r in rows}):
    day, found = due, []
    for step in conf["dunning"]["step"]:
        day += timedelta(days=step["after_days"])
        while day.isoweekday() > 5 or day in conf["holidays"].get(region, []):
            day += timedelta(days=1)
        found.append(day.isoformat())
    plan[region] = found
print(json.dumps({"grace": grace, "day": first.isoformat(), "ms_per_1000_events": round(1000 * ms / per, 3), "shards": n,
                  "finish": {k: v.isoformat() + "Z" for k, v in done.items()}, "dunning": plan}))
