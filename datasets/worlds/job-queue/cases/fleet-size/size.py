import csv
import json
import math
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, ".")
from collections import defaultdict
from fractions import Fraction as F
from pathlib import Path

import tomllib

from millrace.settings import load
from millrace.store.tenants import DEFAULT_MAX_RUNNING
from millrace.worker.heartbeat import interval_ms


def rows(name):
    with open(f"capacity/{name}.csv") as file:
        return list(csv.DictReader(file))


S = load(Path("config"), "production")
fleet = tomllib.loads(Path("deploy/fleet.toml").read_text())["host"]
now = {p: sum(load(Path("config"), "production", h["name"]).pools[p].threads for h in fleet if p in h["pools"]) for p in S.pools}
pool_of = {q: p.name for p in S.pools.values() for q in p.queues}
mean = {r["kind"]: F(r["mean_seconds"]) for r in rows("durations")}
again = {r["kind"]: F(r["retried_share"]) for r in rows("durations")}
arrive, busy, runs = defaultdict(dict), defaultdict(lambda: defaultdict(F)), defaultdict(dict)
for r in rows("arrivals"):
    h, k, n = int(r["hour"]), r["kind"], int(r["arrivals"])
    arrive[h][k] = n
    runs[h][k] = n / (1 - again[k])
    busy[h][pool_of[r["queue"]]] += runs[h][k] * mean[k] / 3600
need = {h: {p: math.ceil(b / F(7, 10)) for p, b in ps.items()} for h, ps in busy.items()}
peak = max(busy, key=lambda h: sum(busy[h].values()))


def writes(batch, beat, factor=1):
    total = sum(arrive[peak].values())
    for k, n in runs[peak].items():
        total += n / batch + n * (1 + mean[k] * 1000 // beat(k))
    return total / F(3600), F(sum(now.values()), S.reap_every_seconds)


def short(x):
    return float(round(x, 2))


today, reaper = writes(S.claim_batch, lambda k: interval_ms(S))
one, _ = writes(1, lambda k: interval_ms(S))
own, _ = writes(1, lambda k: S.lease_ms(k) // 3)
load_of = defaultdict(F)
for r in rows("tenants"):
    load_of[r["tenant"]] += F(r["share"]) * runs[peak][r["kind"]] * mean[r["kind"]] / 3600
limit = {r["tenant"]: int(r["max_running"] or DEFAULT_MAX_RUNNING) for r in rows("limits")}
print(json.dumps({
    "peakHour": peak,
    "threadsNow": now,
    "threadsNeeded": need[peak],
    "shortHours": {p: [h for h in sorted(need) if need[h][p] > now[p]] for p in now},
    "writesPerSecond": {"today": short(today + reaper), "batchOfOne": short(one + reaper), "batchOfOneOwnHeartbeats": short(own + reaper)},
    "growth": {name: float(math.floor((45 - reaper) / x * 100) / 100) for name, x in (("today", today), ("batchOfOne", one), ("batchOfOneOwnHeartbeats", own))},
    "cappedTenants": sorted(t for t in load_of if load_of[t] > limit[t]),
}))

