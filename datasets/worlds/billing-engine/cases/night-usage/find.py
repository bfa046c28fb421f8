import json, re, subprocess
from decimal import Decimal
from meterbook import config
from meterbook.catalog.plans import load_catalog
from meterbook.invoicing.draft import make_draft
from meterbook.metering.intake import read_lines
from meterbook.metering.resolve import resolve
from meterbook.metering.usage import cutoff, in_time
from meterbook.model import Customer, Subscription
from meterbook.period import Period, instant, local_day
from datetime import date

git = lambda *a: subprocess.run(["git", *a], capture_output=True, text=True, check=True).stdout
bad, seen = {}, []
for commit in git("rev-list", "--reverse", "HEAD", "--", "meterbook/metering/usage.py").split():
    text = git("show", f"{commit}:meterbook/metering/usage.py")
    seen.append((commit[:7], "Period.of(fact.at)" in text))
introduced = next(c for c, b in seen if b)
fixed = next(c for (_, before), (c, now) in zip(seen, seen[1:]) if before and not now)
order = [c[:7] for c in git("rev-list", "--reverse", "HEAD").split()]
faulty = set(order[order.index(introduced):order.index(fixed)])

data = json.load(open("incident/customers.json"))
customers = {c["id"]: Customer(**c) for c in data["customers"]}
subs = [Subscription(s["id"], s["customer"], s["plan"], date.fromisoformat(s["start"]), None, s["seats"], Decimal(0)) for s in data["subscriptions"]]
events = []
for name in ("received-until-2026-01-07", "received-until-2026-02-07", "received-until-2026-03-07"):
    events += read_lines(open(f"incident/{name}.jsonl"))[0]
catalog, on, wrong, ids = load_catalog("plans"), {}, {}, set()
for line in open("incident/engine.log"):
    host = re.search(r"host=(\w)", line).group(1)
    if " deploy " in line:
        on[host] = re.search(r"build=(\w+)", line).group(1)
    if " close " not in line:
        continue
    key, month, number, due = re.search(r"customer=(\w+) period=(\S+) number=(\S+) due=(\d+)", line).groups()
    who, period, then = customers[key], Period.parse(month), instant(line.split()[0])
    facts = [f for f in resolve(e for e in events if e.customer == key and e.received < then)]
    right = make_draft(who, period, subs, catalog, facts).due
    if right != int(due):
        wrong[number] = right
    if on[host] in faulty:
        for fact in facts:
            if Period.of(local_day(fact.at, who.utc_offset)) == period:
                if in_time(who, fact) != (fact.known < cutoff(who, fact.meter, Period.of(fact.at.date()))):
                    ids.add(fact.id)
print(json.dumps({"introduced": introduced, "fixed": fixed, "wrong": wrong, "events": sorted(ids)}))
