import csv
import datetime as d
import json
import re
import subprocess
from collections import Counter


def table(name):
    with open(f"planning/{name}.csv") as file:
        return list(csv.DictReader(file))


tenants = {row["name"]: row for row in table("tenants")}
# what the second message changes
tenants["gorse"]["shares_with"] = ""
tenants["juniper"]["pinned_until"] = ""
SLIP, EARLY = 7, d.date(2025, 12, 9)

leader = {name: name for name in tenants}


def root(name):
    while leader[name] != name:
        name = leader[name]
    return name


for name, row in tenants.items():
    for other in filter(None, row["shares_with"].split(";")):
        a, b = sorted((root(name), root(other)))
        leader[b] = a
new, total = Counter(), Counter()
for row in table("sessions"):
    kind, version = row["client"].split("/")
    if kind == "probe" or row["day"] < "2025-10-25":
        continue
    total[row["tenant"]] += int(row["sessions"])
    found = re.fullmatch(r"(\d+)\.(\d+)\.\d+", version)
    if found and (int(found[1]), int(found[2])) >= (1, 9):
        new[row["tenant"]] += int(row["sessions"])
stamp = subprocess.run(["git", "log", "-1", "--grep=^1.9.0$", "--format=%ad", "--date=short"], capture_output=True, text=True, check=True).stdout.strip()
start = d.date.fromisoformat(stamp)
releases = [(f"1.{10 + n}", start + d.timedelta(days=42 * (n + 1) + SLIP)) for n in range(9)]
groups = {}
for name in tenants:
    groups.setdefault(root(name), []).append(name)
todo, not_ready = [], []
for names in groups.values():
    names.sort()
    pin = max(tenants[n]["pinned_until"] for n in names)
    start_day = d.date.fromisoformat(pin) if pin else d.date(2025, 11, 1)
    if any(new[n] / total[n] < 0.97 for n in names):
        not_ready += names
        start_day = min(day for _, day in releases if day >= start_day) + d.timedelta(days=14)
    todo.append((sum(int(tenants[n]["seats"]) for n in names), names, "yes" in [tenants[n]["kiosk"] for n in names], start_day))
todo.sort()
shut = set()
for row in table("calendar"):
    day, end = (d.date.fromisoformat(row[k]) for k in ("from", "to"))
    if row["why"] == "year's end":
        day = EARLY
    while day <= end:
        shut.add(day)
        day += d.timedelta(days=1)
waves, day = {}, d.date(2025, 11, 11)
while todo:
    if day.strftime("%w") in "24" and day not in shut:
        seats, taken = 0, []
        for item in [one for one in todo if one[3] <= day]:
            names = [n for one in taken for n in one[1]]
            fits = not taken or (seats + item[0] <= 600 and len(names) + len(item[1]) <= 3)
            if not fits or (item[2] and day.strftime("%w") == "2"):
                break
            taken.append(item)
            seats += item[0]
            if not waves:
                break
        if taken:
            pilot = not waves
            waves[day.isoformat()] = sorted(n for one in taken for n in one[1])
            todo = [one for one in todo if one not in taken]
            if pilot:
                day += d.timedelta(days=6)
    day += d.timedelta(days=1)
limit = d.date.fromisoformat(max(waves)) + d.timedelta(days=28)
release, when = next(one for one in releases if one[1] >= limit)
print(json.dumps({"notReady": sorted(not_ready), "waves": waves, "end": {"release": release, "day": when.isoformat()}}))
