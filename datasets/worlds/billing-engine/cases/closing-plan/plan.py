import csv, dataclasses, json, re
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from math import ceil
from meterbook import config
from meterbook.dunning.schedule import step_days
from meterbook.metering.usage import cutoff
from meterbook.model import Customer
from meterbook.period import Period, add_days, midnight

settings = config.load("config")
counts = {}
for row in csv.DictReader(open("capacity/delays.csv")):
    counts.setdefault(row["meter"], []).append((int(row["delay_hours_up_to"]), int(row["events"])))
grace = {}
for meter in settings.meters:
    total = sum(n for _, n in counts[meter])
    grace[meter] = next(d for d in range(99) if 1000 * sum(n for h, n in counts[meter] if h <= 24 * d) >= 999 * total)
settings = dataclasses.replace(settings, meters={m: {**v, "grace_days": grace[m]} for m, v in settings.meters.items()})
config.use(settings)
groups = list(csv.DictReader(open("capacity/groups.csv")))
days = set()
for g in groups:
    who = Customer("c", "c", g["region"], "EUR", int(g["utc_offset"]))
    ready, day = max(cutoff(who, m, Period(2026, 5)) for m in grace), date(2026, 5, 1)
    while midnight(day, who.utc_offset) < ready:
        day = add_days(day, 1)
    days.add(day)
(day,) = days
speed = sorted(Fraction(int(ms), int(n)) for n, ms in re.findall(r"period=2026-03 events=(\d+) ms=(\d+)", open("capacity/bench.log").read()))
speed = speed[(len(speed) - 1) // 2]

def finish(n):
    work = [(midnight(day, int(g["utc_offset"])), ceil(int(g["customers"]) / n) * int(g["events_per_customer"]) * speed / 1000, g["group"]) for g in groups]
    origin = datetime(2026, 6, 1, tzinfo=timezone.utc)
    free, out = Fraction(0), {}
    for start, seconds, name in sorted(work, key=lambda w: (w[0], -w[1])):
        free = max(free, Fraction((start - origin).total_seconds())) + seconds
        out[name] = (origin + timedelta(seconds=ceil(free)))
    return out

limit = datetime.combine(day, time(10), timezone.utc)
n = next(n for n in range(1, 999) if max(finish(n).values()) <= limit)
due = add_days(day, settings.terms_days)
runs = {}
for region in sorted({g["region"] for g in groups}):
    runs[region] = [str(d) for _, _, d in step_days(due, region)]
print(json.dumps({"grace": grace, "day": str(day), "ms_per_1000_events": float(round(speed * 1000, 3)), "shards": n,
                  "finish": {k: v.strftime("%Y-%m-%dT%H:%M:%SZ") for k, v in finish(n).items()}, "dunning": runs}))
