import json

OLD = [f"migrations/000{n}_{name}.sql" for n, name in enumerate(
    ("jobs", "dead_letters", "schedules", "tenants", "events_audit", "fences", "labels"), 1)]
unchanged(*OLD, "tests/test_jobs.py", "tests/test_leases.py", "tests/test_migrate.py",
          "tests/test_admin.py", "tests/support.py", "docs/data-model.md", "docs/migrations.md")
START = """
import sqlite3, tempfile, os
from millrace.errors import *
from millrace.store import dead, jobs, leases, tenants
from millrace.store.connection import open_db
from millrace.store.migrate import migrate
from millrace.retry import RetryPolicy
from millrace.planner import add, tick
from millrace import metrics
NOW = 1_720_000_000_000
PLAIN = RetryPolicy(1000, 2.0, 60000, "none")
def usage(db):
    return [list(r) for r in db.execute("SELECT tenant, running FROM tenant_usage ORDER BY tenant")]
def put(db, now=NOW, **v):
    return jobs.enqueue(db, now, **{"queue": "q", "tenant": "acme", "kind": "mail", **v})
def claim(db, n=1, now=NOW, queues=("q",)):
    return leases.claim(db, now, owner="w", queues=list(queues), lease_ms=lambda kind: 60000, limit=n)
def refused(how, *args, **named):
    try:
        how(*args, **named)
    except (sqlite3.IntegrityError, MillraceError):
        return "refused"
    return "accepted"
"""
FLOW = """
def flow(db):
    for name in ("acme", "birch", "cedar"):
        tenants.set_limit(db, name, 3)
    ids = [put(db, tenant=t) for t in ("acme", "acme", "acme", "birch", "cedar", "cedar")]
    held = {x.job_id: x for x in claim(db, 9)}
    show(usage(db))
    jobs.cancel(db, NOW, ids[0]); show(usage(db))
    jobs.reassign(db, NOW, ids[1], "birch"); show(usage(db))
    jobs.reassign(db, NOW, ids[2], "acme"); show(usage(db))
    leases.ack(db, NOW, held[ids[1]]); show(usage(db))
    leases.nack(db, NOW, held[ids[2]], ValueError(), PLAIN); show(usage(db))
    leases.release(db, NOW, held[ids[3]]); show(usage(db))
    show(tenants.remove(db, "cedar"), usage(db))
    claim(db, 9, NOW + 5000); show(usage(db))
    leases.reap(db, NOW + 99000, PLAIN); show(usage(db))
    show(refused(leases.ack, db, NOW, held[ids[0]]), usage(db))
    show(tenants.free_slots(db))
    a = put(db, dedupe_key="k", max_attempts=1, queue="d")
    [x] = claim(db, queues=["d"]); leases.nack(db, NOW, x, ValueError(), PLAIN)
    b = put(db, dedupe_key="k", queue="d")
    show(b - a, refused(dead.requeue, db, NOW, a), jobs.get(db, a).state)
    row = "INSERT INTO jobs (queue, kind, run_at, created_at, dedupe_key, state) VALUES (?, 'x', 1, 1, ?, ?)"
    show([refused(db.execute, row, v) for v in (("d", "k", "ready"), ("d", "k", "leased"), ("e", "k", "ready"), ("d", "k", "done"), ("d", None, "ready"), ("d", None, "ready"), ("d", "k", "dead"))])
    jobs.cancel(db, NOW, b)
    show(refused(dead.requeue, db, NOW, a), jobs.get(db, a).state)
    show(jobs.get(db, put(db, labels={"a": "b"}, dedupe_key="z")).labels)
"""
FRESH = START + FLOW + """
db = open_db(":memory:"); migrate(db); show(migrate(db)); flow(db)
db = open_db(":memory:"); migrate(db, target=6); migrate(db); flow(db)
"""
LIVED = START + FLOW + """
path = os.path.join(tempfile.mkdtemp(), "m.db")
db = open_db(path); migrate(db, target=7)
def row(id, tenant, state, key=None, queue="h", fence=2, owner=None, until=None, created=0, attempts=1):
    tenants.ensure(db, tenant)
    db.execute("INSERT INTO jobs (id, queue, tenant, kind, state, fence, lease_owner, lease_until, created_at, run_at, dedupe_key, attempts, labels, priority) VALUES (?,?,?,'webhook',?,?,?,?,?,77,?,?,'{\\"n\\":\\"1\\"}',5)",
        (id, queue, tenant, state, fence, owner, until, NOW + created, key, attempts))
L = {"owner": "w-9", "until": NOW + 9}
row(11, "acme", "ready", "a", created=1); row(12, "acme", "ready", "a", created=2)
row(13, "acme", "ready", "b", created=3); row(14, "birch", "leased", "b", created=4, **L)
row(15, "birch", "ready", "c", created=5); row(16, "birch", "leased", "c", created=6, fence=4, **L)
row(17, "cedar", "leased", "c", created=7, fence=7, **L)
row(18, "cedar", "done", "a", created=8); row(19, "cedar", "dead", "b", created=9)
row(20, "cedar", "ready", "a", queue="other"); row(21, "acme", "leased", None, **L)
row(22, "acme", "ready", None); row(23, "acme", "ready", None)
row(24, "elm", "leased", "e", queue="z", **L); row(25, "elm", "cancelled", "e", queue="z")
row(26, "oak", "leased", "f", created=20, fence=5, **L); row(27, "oak", "leased", "f", created=21, fence=6, **L); row(28, "oak", "leased", "f", created=22, fence=3, **L)
row(29, "acme", "ready", "h", created=23); row(30, "elm", "ready", "h", created=24); row(31, "elm", "leased", "h", created=25, fence=9, **L)
tenants.ensure(db, "idle")
for tenant, n in (("acme", 4), ("birch", -2), ("cedar", 9), ("elm", 0), ("oak", 3), ("idle", 1)):
    db.execute("UPDATE tenant_usage SET running = ? WHERE tenant = ?", (n, tenant))
first = db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0]
before = {r["id"]: dict(r) for r in db.execute("SELECT * FROM jobs")}
db.close()
db = open_db(path); migrate(db)
after = {r["id"]: dict(r) for r in db.execute("SELECT * FROM jobs")}
show(sorted(after))
show([[i, {k: v for k, v in after[i].items() if v != before[i].get(k)}] for i in sorted(after) if after[i] != before[i]])
import json
show(sorted([r["job_id"], r["kind"], r["fence"], r["at"] - NOW, json.loads(r["data"])] for r in db.execute("SELECT * FROM events WHERE seq > ?", (first,))))
show(usage(db), migrate(db), usage(db))
lease = leases.Lease(27, 6, "w-9", NOW, "webhook", "oak", 1, {})
show(refused(leases.ack, db, NOW, lease))
lease = leases.Lease(26, 5, "w-9", NOW, "webhook", "oak", 1, {})
show(refused(leases.ack, db, NOW, lease), usage(db))
db.execute("DELETE FROM jobs"); show(usage(db)); flow(db)
"""
FLOWS = [
    [["acme", 3], ["birch", 1], ["cedar", 2], ["default", 0]],
    [["acme", 2], ["birch", 1], ["cedar", 2], ["default", 0]],
    [["acme", 1], ["birch", 2], ["cedar", 2], ["default", 0]],
    [["acme", 1], ["birch", 2], ["cedar", 2], ["default", 0]],
    [["acme", 1], ["birch", 1], ["cedar", 2], ["default", 0]],
    [["acme", 0], ["birch", 1], ["cedar", 2], ["default", 0]],
    [["acme", 0], ["birch", 0], ["cedar", 2], ["default", 0]],
    2, [["acme", 0], ["birch", 0], ["cedar", 0], ["default", 0]],
    [["acme", 1], ["birch", 1], ["cedar", 0], ["default", 0]],
    [["acme", 0], ["birch", 0], ["cedar", 0], ["default", 0]],
    "refused", [["acme", 0], ["birch", 0], ["cedar", 0], ["default", 0]],
    {"acme": 3, "birch": 3, "cedar": 0, "default": 4},
    1, "refused", "dead",
    ["refused", "refused", "accepted", "accepted", "accepted", "accepted", "accepted"],
    "accepted", "ready", {"a": "b"},
]


def flow(extra):
    """The shown values with the further tenants, which have nothing running."""
    out = []
    for value in FLOWS:
        if isinstance(value, list) and isinstance(value[0], list):
            value = sorted(value + [[name, 0] for name in extra])
        elif isinstance(value, dict) and "acme" in value:
            value = {**value, **{name: 4 for name in extra}}
        out.append(value)
    return out


fresh = observe(FRESH)
assert fresh == [[], *flow([]), *flow([])], fresh
GONE = {"lease_owner": None, "lease_until": None, "state": "cancelled"}
lived = observe(LIVED)
ALL = [*range(11, 32)]
CHANGED = [
    [12, {"state": "cancelled"}], [13, {"state": "cancelled"}], [15, {"state": "cancelled"}],
    [17, {**GONE, "fence": 8}], [27, {**GONE, "fence": 7}], [28, {**GONE, "fence": 4}],
    [29, {"state": "cancelled"}], [30, {"state": "cancelled"}],
]
EVENTS = [
    [12, "cancel", 2, 2, {}], [13, "cancel", 2, 3, {}], [15, "cancel", 2, 5, {}],
    [17, "cancel", 8, 7, {}], [27, "cancel", 7, 21, {}], [28, "cancel", 4, 22, {}],
    [29, "cancel", 2, 23, {}], [30, "cancel", 2, 24, {}],
]
USED = [["acme", 1], ["birch", 2], ["cedar", 0], ["default", 0], ["elm", 2], ["idle", 0], ["oak", 1]]
LESS = [[name, 0 if name == "oak" else n] for name, n in USED]
NONE = [[name, 0] for name, _ in USED]
want = [ALL, CHANGED, EVENTS, USED, [], USED, "refused", "accepted", LESS, NONE]
assert lived == [*want, *flow(["elm", "idle", "oak"])], lived
suite = run("python3", "-B", "-m", "unittest", "discover", "-s", "tests", "-t", ".")
assert suite.code == 0 and not suite.late, suite
