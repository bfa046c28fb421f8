import json

unchanged("ops/queue.sql", "ops/MR-412.md", "docs/operations.md", "millrace/admin/cli.py", "millrace/admin/api.py",
          "millrace/store/dead.py", "millrace/store/jobs.py")
NOW = 1768887000000
# job: minutes after now. Derived by hand from the letters of the dump.
RUN_AT = {1: 0, 8: 0, 9: 0, 10: 0, 13: 0, 14: 0, 18: 0, 24: 0, 25: 1, 26: 1, 28: 1, 31: 1, 32: 1, 33: 0, 36: 2, 38: 2, 39: 2}
shown = observe('''
import sqlite3
def dump(db):
    db.row_factory = sqlite3.Row
    tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
    return {t: [dict(r) for r in db.execute(f"SELECT * FROM {t}")] for t in tables}
given = sqlite3.connect(":memory:")
given.executescript(open("ops/queue.sql").read())
left = sqlite3.connect("file:var/queue.db?mode=ro", uri=True)
before, after = dump(given), dump(left)
objects = "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"
show([list(r) for r in given.execute(objects)] == [list(r) for r in left.execute(objects)])
show(before, after)
''')
same, before, after = shown
assert same is True and set(before) == set(after)
jobs, was = ({job["id"]: job for job in table["jobs"]} for table in (after, before))
assert jobs.keys() == was.keys()
for number, job in jobs.items():
    old = was[number]
    if number in RUN_AT:
        old = {**old, "state": "ready", "attempts": 0, "fence": old["fence"] + 1, "expires_at": None,
               "run_at": NOW + RUN_AT[number] * 60_000}
    assert job == old, (job, old)
letters = {letter["id"]: letter for letter in after["dead_letters"]}
for old in before["dead_letters"]:
    want = {**old, "requeued_at": NOW} if old["job_id"] in RUN_AT and old["requeued_at"] is None else old
    assert letters.pop(old["id"]) == want, want
assert not letters
count = len(before["events"])
assert after["events"][:count] == before["events"]
events = [(e["kind"], e["job_id"], e["fence"], e["at"], json.loads(e["data"])) for e in after["events"][count:]]
assert sorted(events, key=lambda e: e[1]) == [
    ("again", n, was[n]["fence"] + 1, NOW, {"run_at": NOW + m * 60_000}) for n, m in sorted(RUN_AT.items())], events
count = len(before["audit"])
assert after["audit"][:count] == before["audit"]
notes = after["audit"][count:]
assert {(n["at"], n["actor"], n["reason"]) for n in notes} == {(NOW, "ops-bot", "MR-412")}, notes
done = [(n["action"], n["subject"]) for n in notes]
assert done[0] == ("pause", "queue mail") and done[-1] == ("resume", "queue mail"), done
assert sorted(done[1:-1]) == sorted([("limit", "tenant birch"), *[("requeue", f"job {n}") for n in RUN_AT]]), done
birch = [("requeue", f"job {n}") for n, job in jobs.items() if n in RUN_AT and job["tenant"] == "birch"]
assert done.index(("limit", "tenant birch")) < min(map(done.index, birch)), done
assert after["queues"] == [{"name": "mail", "paused": 0}], after["queues"]
assert after["tenants"] == [{**t, "max_running": 8} if t["name"] == "birch" else t for t in before["tenants"]], after["tenants"]
for table in ("schedules", "schema_migrations", "tenant_usage"):
    assert after[table] == before[table], table
