import csv
import json
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

PLANS = {"Sprig": (2900, 2, 450, 100, 1200, 300), "Hedge": (9900, 25, 320, 500, 900, 2000), "Grove": (34900, 100, 190, 2500, 650, None)}
apps = json.load(open("ops/relay/apps.json"))
units, peaks = defaultdict(int), defaultdict(dict)
# of those that have ended, 2024-10 is prolonged for apps that asked for it in August
version = {}
for name, app in apps.items():
    asked = app["options"]["version"]
    prolonged = asked == "2024-10" and app["askedSince"] < "2025-09-01"
    version[name] = asked if asked >= "2025-03" or prolonged else "2025-03"
for row in csv.DictReader(open("ops/relay/usage-2025-10.csv")):
    name = row["app"]
    options, new = apps[name]["options"], version[name] >= "2025-03"
    raw, n = int(row["bytes"]), int(row["subscribers"])
    size = int(row["deflated"]) if new and options.get("deflate") else raw
    blocks = max(1, -(-size // (4096 if new else 2048)))
    copies = n if options.get("echo", not new) else n - 1
    if options.get("history", version[name] >= "2025-09") and version[name] >= "2024-10":
        copies += 1
    free = raw <= 256 and row["day"] >= "2025-10-16"
    units[name] += int(row["messages"]) * blocks * (copies + (not free)) + int(row["presence"]) * -(-n // 25)
    peaks[name][row["day"]] = int(row["peak"]) - int(row["probes"])


def cents(value):
    return int((Decimal(value.numerator) / value.denominator).quantize(Decimal(1), ROUND_HALF_UP))


def bill(name, plan):
    base, included, more, seats, hundred, most = PLANS[plan]
    app, peak = apps[name], billed[name]
    if most is not None and peak - seats > most:
        return None
    region = Fraction(115, 100) if app["region"] else Fraction(1)
    line1 = cents(base * (Fraction(9, 10) if app["yearly"] else 1) * region)
    line2 = more * max(0, -(-(units[name] - included * 1_000_000) // 1_000_000))
    line3 = cents(hundred * max(0, -(-(peak - seats) // 100)) * region)
    return line1 + line2 + line3


billed = {name: sorted((p for day, p in days.items() if day != "2025-10-14"), reverse=True)[2] for name, days in peaks.items()}
result, total, best_total = {}, 0, 0
for name in apps:
    costs = {plan: bill(name, plan) for plan in PLANS}
    possible = {plan: cost for plan, cost in costs.items() if cost is not None}
    best = min(possible, key=possible.get)
    booked = costs[apps[name]["plan"]]
    result[name] = {"version": version[name], "units": units[name], "peak": billed[name], "booked": booked, "best": best, "bestCents": possible[best]}
print(json.dumps({"apps": result, "saved": sum((r["booked"] or 0) - r["bestCents"] for r in result.values() if r["booked"] is not None)}))
