import json, math, re
from decimal import Decimal as D, ROUND_DOWN, getcontext
getcontext().prec = 40


def table(name):
    head, *lines = open("capacity/" + name).read().split()
    return [dict(zip(head.split(","), line.split(","))) for line in lines]


def value(path, section, key):
    body = re.split(r"^\[", open(path).read(), flags=re.M)
    for part in body:
        if part.startswith(section + "]"):
            found = re.search(rf"^{key} = (\S+)", part, flags=re.M)
            return int(found[1]) if found else None


FAST = {"mail", "hooks"}
threads = {"fast": 2 * value("config/base.toml", "pools.fast", "threads"),
           "bulk": value("config/production.toml", "pools.bulk", "threads") + value("config/hosts/mill-03.toml", "pools.bulk", "threads")}
lease = value("config/production.toml", "lease", "seconds")
batch = value("config/production.toml", "claim", "batch")
durations = {row["kind"]: (D(row["mean_seconds"]), D(row["retried_share"])) for row in table("durations.csv")}
hours = {}
for row in table("arrivals.csv"):
    mean, share = durations[row["kind"]]
    runs = D(row["arrivals"]) / (1 - share)
    hours.setdefault(int(row["hour"]), []).append((row["kind"], "fast" if row["queue"] in FAST else "bulk", D(row["arrivals"]), runs, runs * mean / 3600))
busy = {h: {p: sum(x[4] for x in rows if x[1] == p) for p in threads} for h, rows in hours.items()}
need = {h: {p: int(math.ceil(b * 10 / 7)) for p, b in ps.items()} for h, ps in busy.items()}
peak = sorted(busy, key=lambda h: -sum(busy[h].values()))[0]
own = {k: value("config/production.toml", "kinds." + k, "lease_seconds") or lease for k in durations}


def writes(size, interval):
    out = D(0)
    for kind, _, arrivals, runs, _ in hours[peak]:
        beats = int(durations[kind][0] * 1000) // interval(kind)
        out += arrivals + runs / size + runs + runs * beats
    return out / 3600


reaper = D(sum(threads.values())) / 10
cases = {"today": writes(batch, lambda k: lease * 1000 // 3), "batchOfOne": writes(1, lambda k: lease * 1000 // 3), "batchOfOneOwnHeartbeats": writes(1, lambda k: own[k] * 1000 // 3)}
used = {}
by_kind = {x[0]: x[4] for x in hours[peak]}
for row in table("tenants.csv"):
    used[row["tenant"]] = used.get(row["tenant"], 0) + D(row["share"]) * by_kind[row["kind"]]
most = {row["tenant"]: int(row["max_running"] or 4) for row in table("limits.csv")}
print(json.dumps({
    "peakHour": peak, "threadsNow": threads, "threadsNeeded": need[peak],
    "shortHours": {p: sorted(h for h in need if need[h][p] > threads[p]) for p in threads},
    "writesPerSecond": {k: float(round(v + reaper, 2)) for k, v in cases.items()},
    "growth": {k: float(((D(60) * D("0.75") - reaper) / v).quantize(D("0.01"), ROUND_DOWN)) for k, v in cases.items()},
    "cappedTenants": sorted(t for t in used if used[t] > most[t]),
}))
