import json
import logging
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, ".")
from pathlib import Path

from millrace import ordering, planner
from millrace.admin.api import Api
from millrace.clock import ManualClock
from millrace.handlers import mail
from millrace.settings import load
from millrace.store import dead, jobs, leases
from millrace.store.connection import open_db
from millrace.store.migrate import migrate
from millrace.worker.runner import Worker

logging.disable(logging.CRITICAL)
N = 1_770_000_000_000
S = load(Path("config"), "production")
OUT = {}


class Scene:
    def __init__(self):
        self.db, self.clock = open_db(":memory:"), ManualClock(N)
        migrate(self.db)
        self.api = Api(self.db, self.clock)
        self.worker = Worker(self.db, S, S.pools["fast"], "w", self.clock)
        mail.outbox.__init__()

    def post(self, path, **data):
        return self.api.handle("POST", path, json.dumps(data), "x")

    def put(self, **more):
        return self.post("/jobs", **{"queue": "mail", "tenant": "acme", "kind": "mail", "payload": {"to": "a@example.com"}, **more})

    def claim(self, limit=6):
        return leases.claim(self.db, self.clock.now_ms(), owner="w", queues=S.pools["fast"].queues, lease_ms=S.lease_ms, limit=limit, aging_ms=S.aging_ms)

    def told(self, name, job_id=1):
        job = jobs.get(self.db, job_id)
        used = self.db.execute("SELECT running FROM tenant_usage WHERE tenant = 'acme'").fetchone()[0]
        last = self.db.execute("SELECT kind FROM events WHERE job_id = ? ORDER BY seq DESC", (job_id,)).fetchone()[0]
        OUT[name] = [job.state, job.attempts, job.fence, used, last, job.run_at - N, job.last_error or "none"]


s = Scene(); s.put(); mail.transport = lambda to, text: 450
while jobs.get(s.db, 1).state == "ready":
    s.clock.advance(jobs.get(s.db, 1).run_at - s.clock.now_ms()); s.worker.run_once()
s.told("A")
s = Scene(); s.put(); mail.transport = lambda to, text: 421
for _ in range(6):
    s.worker.run_once(); s.clock.advance(30_000)
s.told("B"); mail.transport = None
for name, kind, most in (("C", "mail", 1), ("D", "webhook", 2)):
    s = Scene(); s.put(kind=kind, max_attempts=most); s.claim(); s.clock.advance(5000)
    while s.clock.now_ms() <= N + 100_000 and jobs.get(s.db, 1).state == "leased":
        s.worker.reap(); s.clock.advance(10_000)
    s.told(name)
s = Scene(); s.put(); [x] = s.claim(); s.post("/jobs/1/cancel", reason="r"); s.worker._settle(leases.ack, x); s.told("E")
s = Scene(); s.put(); [x] = s.claim(); s.post("/jobs/1/move", reason="r", tenant="birch"); s.clock.advance(1000)
s.worker._settle(leases.nack, x, ValueError(), S.retry); s.told("F")
s = Scene(); s.put(expires_at=N + 30_000); [x] = s.claim(); s.clock.advance(40_000); s.worker._settle(leases.nack, x, ValueError(), S.retry)
s.clock.advance(1000); s.worker.reap(); s.told("G")
s.clock.advance(9000); s.post("/jobs/1/requeue", reason="r"); [x] = s.claim(); s.clock.advance(10_000); leases.ack(s.db, s.clock.now_ms(), x); s.told("H")
s = Scene(); s.put(); s.put(); mail.transport = lambda to, text: s.worker.stopping.set() or 250
s.worker.run_once(); s.told("I", 2); mail.transport = None
s = Scene(); s.put(kind="fax"); s.worker.run_once(); s.told("J")
s = Scene(); s.put(payload={"to": "nobody"}); s.worker.run_once(); s.post("/jobs/1/requeue", reason="  "); s.told("K")
s = Scene(); planner.add(s.db, N - 3 * 3_600_000, "h", "@hourly", queue="mail", kind="mail", tenant="acme"); planner.tick(s.db, N); planner.tick(s.db, N); s.told("L")
job = jobs.get(s.db, 1)
OUT["priorityOfL"] = ordering.effective(job.priority, N - job.run_at, S.aging_ms)
s = Scene(); s.put(dedupe_key="k"); s.claim(); s.put(dedupe_key="k", priority=9); s.told("M")
print(json.dumps(OUT))
