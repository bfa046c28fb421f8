"""Brute force: every combination of builds, everything read from the pages."""
import csv, datetime as dt, glob, itertools, json, os, re

ROLLBACK = {"": 3, "estuary": 8}
SOUTH_DAYS, LAST_G2_AT_COLLECTOR, KEEP = "Wed", 3, 21
TYPES = ("gate.passage", "ticket.bought", "vessel.position")
here = "planning/"
span = lambda text: set(range(int(text.split("–")[0]), int(text.split("–")[-1]) + 1))
day = dt.date.fromisoformat


def tables(path):
    rows = [[c.strip() for c in line.strip("|\n").split("|")] for line in open(path) if line.startswith("|")]
    head = rows[0]
    return [dict(zip(head, row)) for row in rows[2:]]


builds = {}  # component -> [(build, writes, reads, segments, needs)]


def put(component, build, writes=None, reads=None, stored=None, needs=""):
    found = re.search(r"needs ([\w-]+ [\d.]+)|^([\w-]+ [\d.]+)$", needs)
    need = (found.group(1) or found.group(2)).split() if found else None
    builds.setdefault(component, []).append((build, writes or {}, reads or {}, stored or {}, need))


pages = here + "components/"
for row in tables(pages + "collector.md"):
    reads = {t: span(row[t]) for t in TYPES}
    if LAST_G2_AT_COLLECTOR and row["build"] == "6":
        reads["gate.passage"] -= {2}
    put("collector", row["build"], reads=reads, needs=row["needs"])
held = {t: {int(os.path.basename(p)[:-5]) for p in glob.glob(f"schemas/{t}/*.json")} for t in TYPES}
with27 = {**held, "gate.passage": held["gate.passage"] | {4}, "ticket.bought": held["ticket.bought"] | {3}}
with28 = {**with27, "vessel.position": with27["vessel.position"] | {3}}
last = {"gate.passage": {3, 4}, "ticket.bought": {3}, "vessel.position": {3}}
put("estuary", "2.6", {"row": {1}}, stored=held)
put("estuary", "2.7", {"row": {1}}, stored=with27)
put("estuary", "2.8", {"row": {2}}, stored=with28, needs="warehouse 12")
put("estuary", "3.0", {"row": {2}}, stored=last)
for row in tables(pages + "warehouse.md"):
    put("warehouse", row["build"], reads={"row": span(row["rows"])}, stored={"ticket.bought": span(row["ticket.bought"])}, needs=row["needs"])
for row in tables(pages + "app.md"):
    put("app", row["build"], {"ticket.bought": {int(v) for v in row["writes ticket.bought"].split(",")}}, needs=row[""].split(" (")[0] if "needs" in row[""] else "")
for row in tables(pages + "boats.md"):
    put(row["component"], row["build"], {"vessel.position": {int(row["writes vessel.position"])}})
for row in tables(pages + "gates.md"):
    put(row["component"], row["build"], {"gate.passage": {int(row["writes gate.passage"])}}, needs=row["needs"])
for row in tables(pages + "signs.md"):
    put(row["component"], row["build"], reads={"row": span(row["rows"])}, needs=row["needs"])

order = [row for row in csv.DictReader(open(here + "components.csv"))]
free = [(day(r["first"]), day(r["last"])) for r in csv.DictReader(open(here + "calendar.csv"))]
index = {r["component"]: [b[0] for b in builds[r["component"]]].index(r["now"]) for r in order}
target = {r["component"]: [b[0] for b in builds[r["component"]]].index(r["target"]) for r in order}
days = {r["component"]: r["days"] for r in order}
if SOUTH_DAYS:
    days["gates-south"] = SOUTH_DAYS
written = {(r["type"], int(r["version"])): day(r["last_written"]) for r in csv.DictReader(open(here + "store.csv"))}
since = {}


def may(component, today, at=None, moved=None):
    now = (at or index)[component]
    when = (moved or since).get(component)
    back = ROLLBACK.get(component, ROLLBACK[""])
    return [now - 1, now] if when and (today - when).days <= back else [now]


def fits(today, at, moved):
    stored = {key for key, when in written.items() if (today - when).days <= KEEP}
    names = list(at)
    for combination in itertools.product(*(may(name, today, at, moved) for name in names)):
        mine = {name: builds[name][n] for name, n in zip(names, combination)}
        for one in mine.values():
            for kind, versions in one[1].items():
                if kind != "row":
                    stored |= {(kind, v) for v in versions}
    for combination in itertools.product(*(may(name, today, at, moved) for name in names)):
        mine = {name: builds[name][n] for name, n in zip(names, combination)}
        for one in mine.values():
            for other in mine.values():
                if any(kind in other[2] and not versions <= other[2][kind] for kind, versions in one[1].items()):
                    return False
            if any(not {v for k, v in stored if k == kind} <= reads for kind, reads in one[3].items()):
                return False
    return True


plan, today = [], day("2025-11-24")
while index != target and today < day("2026-12-01"):
    work = today.weekday() < 4 and not any(a <= today <= b for a, b in free)
    for name in index if work else ():
        if index[name] == target[name] or not (days[name] == "any" or today.strftime("%a") in days[name].split()):
            continue
        need = builds[name][index[name] + 1][4]
        if need and min(may(need[0], today)) < [b[0] for b in builds[need[0]]].index(need[1]):
            continue
        at, moved = {**index, name: index[name] + 1}, {**since, name: today}
        if name in since and (today - since[name]).days <= ROLLBACK.get(name, ROLLBACK[""]):
            continue
        if fits(today, at, moved):
            index, since = at, moved
            plan.append([today.isoformat(), name, builds[name][index[name]][0]])
            break
    for name in index:
        for n in may(name, today):
            for kind, versions in builds[name][n][1].items():
                for v in versions if kind != "row" else ():
                    written[(kind, v)] = today
    today += dt.timedelta(1)
old = ("gate.passage 2", "ticket.bought 2", "vessel.position 2")
gone = {name: str(written[(name.split()[0], 2)] + dt.timedelta(KEEP)) for name in old}
print(json.dumps({"plan": {when: f"{name} {build}" for when, name, build in plan}, "stored": gone}))
