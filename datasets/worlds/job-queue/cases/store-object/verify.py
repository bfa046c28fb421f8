import ast
import json

unchanged(*[f"tests/{name}.py" for name in ("test_admin", "test_planner", "test_jobs", "test_leases",
            "test_worker", "test_migrate", "support")], "docs/adr/0006-the-store-object.md")
UPPER = {"planner", "metrics", "journal", "worker", "admin"}


def nodes(text):
    """All nodes of a Python text."""
    assert len(text) < 60_000
    try:
        return list(ast.walk(ast.parse(text)))
    except MemoryError:
        raise AssertionError("too deep for the parser") from None


def modules(text):
    """The modules that a file imports, at whatever place, and from them the names."""
    for node in nodes(text):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."
            for alias in node.names:
                yield f"{node.module or ''}.{alias.name}"


for path in files("millrace"):
    if not path.endswith(".py"):
        continue
    text = read(path)
    names = list(modules(text))
    if path.startswith("millrace/store/"):
        bad = [n for n in names for part in [n.split(".")] if part[:1] in (["millrace"], [""]) and UPPER & set(part[1:2])]
        assert not bad, (path, bad)
        continue
    assert not [n for n in names if n.split(".")[0] == "sqlite3"], path
    calls = [n.func.attr for n in nodes(text) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    assert not {"execute", "executemany", "executescript"} & set(calls), path

FAKE = '''
import sys
sys.modules["sqlite3"] = None
from contextlib import contextmanager
from types import SimpleNamespace
from millrace import metrics, planner
from millrace.admin.api import Api
from millrace.clock import ManualClock
from millrace.errors import UnknownJob, WrongState
HOUR = 3_600_000
B = 1_700_006_400_000
class Fake:
    def __init__(self): self.calls, self.open, self.n, self.fail = [], 0, 0, None
    @contextmanager
    def transaction(self):
        self.n += self.open == 0; self.open += 1
        try: yield
        except BaseException as e:
            self.calls.append(["rollback", type(e).__name__]) if self.open == 1 else None
            raise
        finally: self.open -= 1
    def schedules(self):
        base = dict(cron="@hourly", offset_minutes=0, queue="q", kind="k", tenant="t", priority=7, payload={"a": 1}, catch_up="all", fired_until=B)
        return [{**base, "name": "one"}, {**base, "name": "two", "catch_up": "last"}, {**base, "name": "non", "catch_up": "skip"}]
    def enqueue(self, now, **v):
        self._log("enqueue", now, sorted(v.items())); return 100 + len(self.calls)
    def job(self, job_id):
        if job_id != 5: raise UnknownJob("job %d" % job_id)
        return SimpleNamespace(id=5, state="ready")
    def snapshot(self, now, windows):
        self._log("snapshot", now, list(windows))
        return {"jobs": [["b", "ready", 2], ["a", "done", 1]], "running": [["t", 3]], "oldest_due": [["b", now - 2999]], "events": [["put", w, w + 1] for w in windows], "dead_letters": 4}
    def page(self, after, state, limit):
        self._log("page", after, state)
        return [{"id": i} for i in range(after + 1, after + 4)][:limit]
    def cancel(self, now, job_id):
        self._log("cancel", now, job_id)
        if job_id == 9: raise WrongState("no")
    def letters(self, **filters): self._log("letters", sorted(filters.items())); return [{"id": 1}]
    def audit_rows(self): self._log("audit_rows"); return [{"id": 2}]
    def save_schedule(self, now, name, text, *, queue, kind, tenant, offset_minutes, priority, payload, catch_up):
        self._log("save_schedule", now, name, text, queue, kind, tenant, offset_minutes, priority, payload, catch_up)
    def move_watermark(self, name, until): self._log("move_watermark", name, until)
    def note(self, at, actor, action, subject, reason): self._log("note", at, actor, action, subject, reason)
    def requeue(self, now, job_id, run_at): self._log("requeue", now, job_id, run_at)
    def move(self, now, job_id, tenant): self._log("move", now, job_id, tenant)
    def set_limit(self, name, max_running): self._log("set_limit", name, max_running)
    def pause_tenant(self, name, paused): self._log("pause_tenant", name, bool(paused))
    def pause_queue(self, name, paused): self._log("pause_queue", name, bool(paused))
    def _log(self, name, *args): self.calls.append([name, self.n if self.open else 0, *args])
f = Fake()
show(planner.tick(f, B + 3 * HOUR + 120_000), f.calls)
f = Fake()
planner.add(f, 7, "x", "5 * * * *", queue="q", kind="k", tenant="t", payload={"p": 1}, catch_up="skip", priority=2, offset_minutes=60)
show([[c[0], *c[2:]] for c in f.calls])
f = Fake()
show(metrics.render(f, 50_000, "m", (60, 600)), f.calls)
f = Fake(); api = Api(f, ManualClock(77), max_page=2)
for target in ("/jobs?limit=9&after=3", "/jobs?state=dead", "/jobs/5", "/jobs/6", "/dead?tenant=t&x=1", "/audit", "/metrics", "/no"):
    show(api.handle("GET", target))
show(f.calls, f.n)
import json
f.calls.clear()
for target, body in (("/jobs/5/cancel", {"reason": "r"}), ("/jobs/9/cancel", {"reason": "r"}), ("/jobs/5/requeue", {"reason": "r", "run_at": 3}), ("/jobs/5/move", {"reason": "r", "tenant": "u"}), ("/tenants/t/limit", {"reason": "r", "max_running": 3}), ("/tenants/t/pause", {"reason": "r"}), ("/queues/q/resume", {"reason": "r"}), ("/jobs", {"queue": "q", "tenant": "t", "kind": "k", "priority": 1})):
    show(api.handle("POST", target, json.dumps(body), "mira"))
show(f.calls)
'''
shown = observe(FAKE)
HOURS = [1700010000000, 1700013600000, 1700017200000]


def made(n, name, due):
    values = [["dedupe_key", f"{name}@{due}"], ["kind", "k"], ["payload", {"a": 1, "scheduled_for": due}],
              ["priority", 7], ["queue", "q"], ["run_at", due], ["tenant", "t"]]
    return ["enqueue", n, 1700017320000, values]


TICK = [made(1, "one", due) for due in HOURS] + [["move_watermark", 1, "one", 1700017320000],
        made(2, "two", HOURS[2]), ["move_watermark", 2, "two", 1700017320000], ["move_watermark", 3, "non", 1700017320000]]
assert shown[:2] == [[101, 102, 103, 105], TICK], shown[:2]
ADDED = ["save_schedule", 7, "x", "5 * * * *", "q", "k", "t", 60, 2, {"p": 1}, "skip"]
assert shown[2] == [ADDED], shown[2]
TEXT = ('m_jobs{queue="b",state="ready"} 2\nm_jobs{queue="a",state="done"} 1\nm_tenant_running{tenant="t"} 3\n'
        'm_oldest_due_seconds{queue="b"} 2\nm_events{kind="put",window="60"} 61\nm_events{kind="put",window="600"} 601\nm_dead_letters 4\n')
assert shown[3:5] == [TEXT, [["snapshot", 0, 50000, [60, 600]]]], shown[3:5]
gets, calls, opened = shown[5:13], shown[13], shown[14]
assert gets[0] == [200, {"jobs": [{"id": 4}, {"id": 5}], "next": 5}], gets[0]
assert gets[2] == [200, {"id": 5, "state": "ready"}] and gets[3][0] == 404 and gets[7][0] == 400, gets
assert gets[4:6] == [[200, [{"id": 1}]], [200, [{"id": 2}]]] and "millrace_dead_letters 4" in gets[6][1], gets
assert opened == 0 and calls == [["page", 0, 3, ""], ["page", 0, 0, "dead"], ["letters", 0, [["tenant", "t"]]], ["audit_rows", 0], ["snapshot", 0, 77, [300]]], calls
posts = shown[15:23]
assert [p[0] for p in posts] == [200, 409, 200, 200, 200, 200, 200, 200], posts
assert posts[7][1]["id"] > 100, posts
wrote = shown[23]
assert ["rollback", "WrongState"] in wrote, wrote
steps = sorted((c for c in wrote if c[0] != "rollback" and c[1] != 2), key=lambda c: (c[1], c[0]))
assert steps == [
    ["cancel", 1, 77, 5], ["note", 1, 77, "mira", "cancel", "job 5", "r"],
    ["note", 3, 77, "mira", "requeue", "job 5", "r"], ["requeue", 3, 77, 5, 3],
    ["move", 4, 77, 5, "u"], ["note", 4, 77, "mira", "move", "job 5", "r"],
    ["note", 5, 77, "mira", "limit", "tenant t", "r"], ["set_limit", 5, "t", 3],
    ["note", 6, 77, "mira", "pause", "tenant t", "r"], ["pause_tenant", 6, "t", True],
    ["note", 7, 77, "mira", "resume", "queue q", "r"], ["pause_queue", 7, "q", False],
    ["enqueue", 8, 77, [["kind", "k"], ["priority", 1], ["queue", "q"], ["tenant", "t"]]]], steps

REAL = '''
import os, tempfile
from millrace import metrics, planner
from millrace.admin.api import Api
from millrace.clock import ManualClock
from millrace.store import Store, as_store
from millrace.store.connection import open_db
from millrace.store.migrate import migrate
HOUR = 3_600_000
B = 1_700_006_400_000
path = os.path.join(tempfile.mkdtemp(), "m.db")
db = open_db(path); migrate(db)
store = as_store(db)
show(type(store) is Store, as_store(store) is store, as_store(5))
other = open_db(path); other.execute("PRAGMA busy_timeout=0")
second = Store(other); n = [0]; locked = []
def meddle(sql):
    if sql.lstrip().upper().startswith("SELECT"):
        try:
            second.enqueue(B, queue="q%d" % n[0], tenant="t", kind="k"); n[0] += 1
        except Exception as error:
            locked.append(str(error))
for i in range(3): second.enqueue(B, queue="q", tenant="t", kind="k")
db.set_trace_callback(meddle)
seen = store.snapshot(B + 9, [100, 100])
text = metrics.render(db, B + 9, windows=(100,))
page = Api(db, ManualClock(B)).handle("GET", "/metrics")
db.set_trace_callback(None)
show(n[0] >= 3, locked, db.in_transaction)
counted = sum(row[2] for row in seen["jobs"])
show([counted == sum(c for k, w, c in seen["events"] if k == "put") / 2, [e[2] for e in seen["events"]][0] == [e[2] for e in seen["events"]][1], counted >= 3, len(seen["oldest_due"]) == len(seen["jobs"]), seen["running"], seen["dead_letters"]])
lines = [l for l in text.splitlines() if "_jobs{" in l]
show(sum(int(l.split()[-1]) for l in lines) == int(next(l for l in text.splitlines() if 'kind="put"' in l).split()[-1]))
db = open_db(":memory:"); migrate(db); store = Store(db)
def rows(): return [list(r) for r in db.execute("SELECT name, fired_until - ?, tenant, payload FROM schedules ORDER BY name", (B,))], db.execute("SELECT count(*) FROM jobs").fetchone()[0]
planner.add(store, B, "b", "@hourly", queue="q", kind="k", tenant="t", payload={"x": [1]}, catch_up="all")
planner.add(db, B, "a", "@hourly", queue="q", kind="k", tenant="t", catch_up="all")
real, left = store.enqueue, [4]
class Breaking(Store):
    def enqueue(self, now, **v):
        left[0] -= 1
        if left[0] < 0: raise OSError("disk")
        return super().enqueue(now, **v)
try: planner.tick(Breaking(db), B + 3 * HOUR)
except OSError as error: show(str(error))
show(rows(), db.in_transaction)
show(len(planner.tick(store, B + 3 * HOUR)), rows(), len(planner.tick(db, B + 3 * HOUR)))
planner.add(store, B + 9 * HOUR, "a", "5 * * * *", queue="q", kind="k", tenant="u")
store.move_watermark("a", B); show(rows())
with store.transaction():
    store.pause_queue("q", True); store.note(1, "m", "x", "y", "z")
show(store.audit_rows(), store.page(2, "ready", 2)[0]["id"], [s["payload"] for s in store.schedules()], store.letters())
try:
    with store.transaction():
        store.pause_queue("q", False); store.cancel(B, 1); 1 / 0
except ZeroDivisionError: pass
show([list(r) for r in db.execute("SELECT * FROM queues")], store.job(1).state)
'''
real = observe(REAL)
WANT = [True, True, 5, True, [], False, [True, True, True, True, [["default", 0], ["t", 0]], 0], True,
    "disk", [[["a", 10800000, "t", "{}"], ["b", 0, "t", '{"x": [1]}']], 3], False,
    3, [[["a", 10800000, "t", "{}"], ["b", 10800000, "t", '{"x": [1]}']], 6], 0,
    [[["a", 10800000, "u", "{}"], ["b", 10800000, "t", '{"x": [1]}']], 6],
    [{"id": 1, "at": 1, "actor": "m", "action": "x", "subject": "y", "reason": "z"}], 3, [{}, {"x": [1]}], [], [["q", 1]], "ready"]
assert real == WANT, real
suite = run("python3", "-B", "-m", "unittest", "discover", "-s", "tests", "-t", ".")
assert suite.code == 0 and not suite.late, suite
CLI = r"""set -e; t=$(mktemp -d); m="python3 -B -m millrace --db $t/m.db --now 1700000000000"; $m migrate
python3 -B - <<'END' "$t/m.db"
import sys
from millrace.store import jobs
from millrace.store.connection import open_db
db = open_db(sys.argv[1])
jobs.enqueue(db, 5, queue="q", tenant="t", kind="k"); jobs.enqueue(db, 6, queue="r", tenant="t", kind="k")
open(sys.argv[1] + ".sql", "w").write("\n".join(db.iterdump()))
END
$m jobs --queue r; $m show 1; $m cancel 1 --reason x; $m metrics | grep cancelled; $m journal $t/j
python3 -B -m millrace --db $t/n.db restore $t/m.db.sql; python3 -B -m millrace --db $t/n.db jobs --queue q"""
ran = run("bash", "-c", CLI)
assert ran.code == 0, ran
out = ran.out.splitlines()
assert json.loads(out[1])["id"] == 2 and json.loads(out[2])["id"] == 1 and json.loads(out[3])["kind"] == "put", out
assert out[5:8] == ['millrace_jobs{queue="q",state="cancelled"} 1', "last: 3", "restored: 2 jobs"] and json.loads(out[8])["id"] == 1, out
