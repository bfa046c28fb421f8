import collections, glob, hashlib, json, os, subprocess
from datetime import datetime, timedelta

def sh(*a):
    return subprocess.run(a, check=True, capture_output=True, text=True).stdout

cli = ["python3", "-B", "-m", "meterbook", "--db", "billing.db"]
sh(*cli, "load", "data/customers.json")
raw = sorted(glob.glob("data/events-*.jsonl"))
for name in raw:
    sh(*cli, "events", name, "--day", "2026-04-08")
numbers = {}
for month, day in (("2026-01", "2026-02-08"), ("2026-02", "2026-03-08"), ("2026-03", "2026-04-08")):
    for line in sh(*cli, "close", month, "--day", day).splitlines():
        who, number = line.split(" ", 1)
        numbers[who, month] = number if number.startswith("INV") else None
offset = {c["id"]: c["utc_offset"] for c in json.load(open("data/customers.json"))["customers"]}
rows = []
for name in raw:
    for line in open(name):
        line = line.rstrip("\n")
        if line and line[0] != "#":
            rows.append((line, json.loads(line)))
usage, changes = collections.defaultdict(list), collections.defaultdict(list)
for line, e in rows:
    (usage if "meter" in e else changes)[e["customer"], e["id"]].append(e)
best = {k: min(v, key=lambda e: (e["received"], e["meter"], e["quantity"], e["at"])) for k, v in usage.items()}
about = collections.defaultdict(list)
kept = {k: min(v, key=lambda e: e["received"]) for k, v in changes.items()}
for (who, _), e in kept.items():
    about[who, e["target"]].append(e)
def month_of(who, at):
    return (datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ") + timedelta(minutes=offset[who])).strftime("%Y-%m")
home, facts = {}, collections.Counter()
for key, e in best.items():
    gone = any(c["kind"] == "retraction" for c in about[key])
    last = max(about[key], key=lambda c: (c["revision"], c["received"], c["id"]), default={}) if not gone else {}
    home[key] = month_of(key[0], last.get("at") or e["at"])
    facts[key[0], home[key]] += not gone
boxes = collections.defaultdict(list)
for line, e in rows:
    key = (e["customer"], e["id"] if "meter" in e else kept[e["customer"], e["id"]]["target"])
    if e["customer"] != "lesewerk":
        boxes[e["customer"], home.get(key, "orphans")].append((e["received"], e["id"], len(boxes[e["customer"], home.get(key, "orphans")]), line))
index = {}
for (who, month), found in boxes.items():
    os.makedirs(f"archive/{who}", exist_ok=True)
    data = "".join(x[-1] + "\n" for x in sorted(found)).encode()
    open(f"archive/{who}/{month}.jsonl", "wb").write(data)
    index[f"{who}/{month}.jsonl"] = dict(lines=len(found), sha256=hashlib.sha256(data).hexdigest(), facts=facts[who, month], invoice=numbers.get((who, month)))
open("archive/manifest.json", "w").write(json.dumps(index, indent=2, sort_keys=True) + "\n")
me = ["git", "-c", "user.name=desk", "-c", "user.email=desk@example.com"]
sh("git", "add", "archive")
sh(*me, "commit", "-m", "archive: events of 2026-Q1")
text = open("CHANGELOG.md").read()
old = "- Tax parts of write-offs are rounded half up.\n"
open("CHANGELOG.md", "w").write(text.replace(old, old + "- Raw events of 2026-Q1 are archived.\n", 1))
for name in raw:
    os.remove(name)
sh("git", "add", "-A")
sh(*me, "commit", "-m", "data: raw events of 2026-Q1 are archived")
