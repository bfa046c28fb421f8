import contextlib, io, json, re, tempfile, tomllib
from datetime import datetime, timedelta
from meterbook.cli import main

def cli(*a):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(["--db", db, *a]) == 0
    return out.getvalue()

db = tempfile.mkdtemp() + "/x.db"
rows = [json.loads(l) for l in open("audit/events.jsonl")]
T = lambda s: datetime.strptime(s, "%Y-%m-%dT%H:%M:%SZ")
data = json.load(open("data/customers.json"))
off = {c["id"]: timedelta(minutes=c["utc_offset"]) for c in data["customers"]}
grace = {k: v["grace_days"] for k, v in tomllib.load(open("config/meters.toml", "rb")).items()}
meters = {"basic": {"api_calls", "storage_bytes"}, "team": {"build_seconds", "egress_bytes"}, "metered-jp": {"api_calls", "seats_active"}, "metered-ch": {"egress_bytes", "build_seconds"}}
is_usage = lambda e: e.get("kind", "usage") == "usage"
def dup(i):
    e = rows[i]
    same = [j for j, o in enumerate(rows) if (o["customer"], o["id"], is_usage(o)) == (e["customer"], e["id"], is_usage(e))]
    order = sorted(same, key=lambda j: (rows[j]["received"], rows[j].get("meter", ""), rows[j].get("quantity", -1)))
    return order[0] != i
alive = [i for i in range(len(rows)) if not dup(i)]
out = []
for i, e in enumerate(rows):
    target = e["id"] if is_usage(e) else e["target"]
    mine = [rows[j] for j in alive if rows[j]["customer"] == e["customer"] and rows[j].get("target") == target]
    gone = any(c["kind"] == "retraction" for c in mine)
    win = max((c for c in mine if c["kind"] == "correction"), key=lambda c: (c["revision"], c["received"], c["id"]), default=None)
    if i not in alive:
        out.append("duplicate")
    elif not is_usage(e):
        if not any(is_usage(o) and (o["customer"], o["id"]) == (e["customer"], target) for o in rows):
            out.append("orphan")
        else:
            out.append("applied" if e["kind"] == "retraction" or (not gone and e is win) else "superseded")
    elif gone:
        out.append("retracted")
    else:
        local = T((win or e).get("at") or e["at"]) + off[e["customer"]]
        known = max(T(e["received"]), T(win["received"]) if win else T(e["received"])) + off[e["customer"]]
        end = (local.replace(day=1) + timedelta(days=31)).replace(day=1, hour=0, minute=0, second=0)
        if f"{local:%Y-%m}" not in ("2026-02", "2026-03"):
            out.append("other month")
        elif known >= end + timedelta(days=grace[e["meter"]]):
            out.append("late")
        else:
            place = [s["id"] for s in data["subscriptions"] if s["customer"] == e["customer"] and e["meter"] in meters[s["plan"]]
                     and s["start"] <= f"{local:%Y-%m-%d}" < (s.get("until") or "9")]
            out.append(f"{local:%Y-%m} {place[0]}" if place else "unbilled")
cli("load", "data/customers.json")
cli("events", "audit/events.jsonl", "--day", "2026-04-08")
due = {f"{c} {m}": int(re.search(r" due (\d+)", cli("preview", c, m)).group(1)) for c in sorted({e["customer"] for e in rows}) for m in ("2026-02", "2026-03")}
print(json.dumps({"lines": out, "due": due}))
