import json
from datetime import date
from decimal import Decimal
from meterbook.catalog.plans import load_catalog
from meterbook.invoicing.draft import make_draft, lines_of
from meterbook.invoicing.proration import segments
from meterbook.metering import resolve as rules
from meterbook.metering.intake import read_event
from meterbook.metering.usage import in_time
from meterbook.model import Customer, Subscription
from meterbook.period import Period, local_day

events = [read_event(line) for line in open("audit/events.jsonl")]
data = json.load(open("data/customers.json"))
for c in data["customers"]:
    c.pop("dunning_paused_until", None)
customers = {c["id"]: Customer(**c) for c in data["customers"]}
day = lambda t: date.fromisoformat(t) if t else None
subs = [Subscription(s["id"], s["customer"], s["plan"], day(s["start"]), day(s.get("until")), s.get("seats", 1), Decimal(s.get("discount", "0"))) for s in data["subscriptions"]]
catalog = load_catalog("plans")
first = {}
for number, event in enumerate(events, 1):
    key = (event.customer, event.kind == "usage", event.id)
    if key not in first or rules._first(event) < rules._first(first[key][1]):
        first[key] = (number, event)
kept = dict(first.values())
fates, changes = {}, {}
for number, event in kept.items():
    if event.kind != "usage":
        changes.setdefault((event.customer, event.target), []).append((number, event))
facts = {(f.customer, f.id): f for f in rules.resolve(events)}
for number, event in enumerate(events, 1):
    key = (event.customer, event.id)
    who = customers[event.customer]
    if number not in kept:
        fates[number] = "duplicate"
    elif event.kind != "usage":
        mine = changes[event.customer, event.target]
        if (event.customer, True, event.target) not in first:
            fates[number] = "orphan"
        elif event.kind == "retraction":
            fates[number] = "applied"
        elif any(c.kind == "retraction" for _, c in mine):
            fates[number] = "superseded"
        else:
            best = max(mine, key=lambda p: (p[1].revision, p[1].received, p[1].id))
            fates[number] = "applied" if best[0] == number else "superseded"
    elif key not in facts:
        fates[number] = "retracted"
    else:
        fact = facts[key]
        here = local_day(fact.at, who.utc_offset)
        month = Period.of(here)
        places = [p.subscription for p in segments([s for s in subs if s.customer == who.id], month) if p.start <= here < p.until
                  and any(c.meter == fact.meter for c in catalog.version_for(p.subscription.plan, p.subscription.start, month).charges)]
        if str(month) not in ("2026-02", "2026-03"):
            fates[number] = "other month"
        elif not in_time(who, fact):
            fates[number] = "late"
        else:
            fates[number] = f"{month} {places[0].id}" if places else "unbilled"
dues = {}
for key in sorted({e.customer for e in events}):
    for month in ("2026-02", "2026-03"):
        dues[f"{key} {month}"] = make_draft(customers[key], Period.parse(month), subs, catalog, facts.values()).due
print(json.dumps({"lines": [fates[n] for n in range(1, len(events) + 1)], "due": dues}))
