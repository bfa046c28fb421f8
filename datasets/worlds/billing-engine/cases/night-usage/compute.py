import contextlib, io, json, re, subprocess, tempfile, tomllib
from datetime import datetime, timedelta
from pathlib import Path

from meterbook.cli import main

def sh(*a):
    return subprocess.run(a, capture_output=True, text=True, check=True).stdout

def cli(db, *a):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(["--db", str(db), *a]) == 0
    return out.getvalue()

fixed, introduced = [h[:7] for h in sh("git", "log", "-SPeriod.of(fact.at)", "--format=%H", "--", "meterbook/metering").split()]
good = {h[:7] for h in sh("git", "rev-list", f"{introduced}^").split()} | {h[:7] for h in sh("git", "rev-list", f"{fixed}^..HEAD").split()} - {sh("git", "rev-parse", f"{fixed}^")[:7]}
meters = tomllib.load(open("config/meters.toml", "rb"))
offset = {c["id"]: c["utc_offset"] for c in json.load(open("incident/customers.json"))["customers"]}
when = lambda t: datetime.strptime(t, "%Y-%m-%dT%H:%M:%SZ")
after = lambda d: (d.replace(day=1) + timedelta(days=32)).replace(day=1, hour=0, minute=0, second=0)
log = [l for l in open("incident/engine.log") if " close " in l or " deploy " in l]
wrong, ids, build = {}, [], {}
folder = Path(tempfile.mkdtemp())
for line in log:
    f = dict(p.split("=") for p in line.split() if "=" in p)
    if "build" in f:
        build[f["host"]] = f["build"]
        continue
    path = f"received-until-{line[:10]}.jsonl"
    names = [n for n in ("received-until-2026-01-07.jsonl", "received-until-2026-02-07.jsonl", "received-until-2026-03-07.jsonl") if n <= path]
    db = folder / line[:10]
    if not db.exists():
        cli(db, "load", "incident/customers.json")
        for n in names:
            cli(db, "events", f"incident/{n}", "--day", line[:10])
    due = int(re.search(r"due (-?\d+)", cli(db, "preview", f["customer"], f["period"]).splitlines()[-1]).group(1))
    if due != int(f["due"]):
        wrong[f["number"]] = due
    if build[f["host"]] in good:
        continue
    rows = [json.loads(l) for n in names for l in open(f"incident/{n}")]
    rows = [e for e in rows if e["customer"] == f["customer"]]
    for u in rows:
        if "meter" not in u:
            continue
        mine = [c for c in rows if c.get("target") == u["id"]]
        if any(c["kind"] == "retraction" for c in mine):
            continue
        last = max(mine, key=lambda c: (c["revision"], c["received"], c["id"]), default=u)
        at, known = when(last.get("at", u["at"])), when(max(last["received"], u["received"]))
        shift = timedelta(minutes=offset[u["customer"]])
        if f"{at + shift:%Y-%m}" != f["period"]:
            continue
        grace = timedelta(days=meters[u["meter"]]["grace_days"]) - shift
        if (known < after(at + shift) + grace) != (known < after(at) + grace):
            ids.append(u["id"])
print(json.dumps({"introduced": introduced, "fixed": fixed, "wrong": wrong, "events": sorted(ids)}))
