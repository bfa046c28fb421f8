from pathlib import Path


def sub(path, *pairs):
    place = Path(path)
    text = place.read_text()
    for old, new in pairs:
        assert text.count(old) == 1, (path, old, text.count(old))
        text = text.replace(old, new)
    place.write_text(text)


def between(path, start, end, new):
    place = Path(path)
    text = place.read_text()
    i = text.index(start)
    j = text.index(end, i)
    place.write_text(text[:i] + new + text[j:])


Path("millrace/store/__init__.py").write_text('''"""The SQLite store. `connection` opens it, `migrate` brings it up to date; `jobs`, `leases`,
`dead`, `tenants`, `events` and `audit` each look after their tables. `objects` puts them together
as the object that everything above works with (ADR 6).

Importing this package does not need sqlite3; making a `Store` does.
"""

import sys
from typing import Any


def as_store(given: Any) -> Any:
    """A connection becomes a Store; everything else is one already."""
    sqlite3 = sys.modules.get("sqlite3")  # without the module nothing can be a connection
    if sqlite3 is not None and isinstance(given, sqlite3.Connection):
        from millrace.store.objects import Store

        return Store(given)
    return given


def __getattr__(name: str) -> Any:
    if name == "Store":
        from millrace.store.objects import Store

        return Store
    raise AttributeError(name)
''')
with open("millrace/store/connection.py", "a") as file:
    file.write('''

@contextmanager
def reading(db: sqlite3.Connection) -> Iterator[None]:
    """Several reads that see one state of the database. Takes no write lock."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        db.execute("ROLLBACK")
''')
between("millrace/planner.py", "import json", "_MOST", '''from typing import Any

from millrace import cron
from millrace.errors import BadSchedule
from millrace.store import as_store

''')
between("millrace/planner.py", "def add(\n    db", "    now: int", "def add(\n    store: Any,\n")
between("millrace/planner.py", "    # TODO(mira)", "def _firings", '''    as_store(store).save_schedule(
        now,
        name,
        text,
        queue=queue,
        kind=kind,
        tenant=tenant,
        offset_minutes=offset_minutes,
        priority=priority,
        payload=payload or {},
        catch_up=catch_up,
    )


def tick(store: Any, now: int) -> list[int]:
    """Enqueue what is due; return the ids of the jobs. Safe to call as often as you like."""
    made, store = [], as_store(store)
    for row in store.schedules():
        with store.transaction():
            for due in _firings(row, now):
                made.append(
                    store.enqueue(
                        now,
                        queue=row["queue"],
                        tenant=row["tenant"],
                        kind=row["kind"],
                        payload={**row["payload"], "scheduled_for": due},
                        priority=row["priority"],
                        run_at=due,
                        dedupe_key=f"{row['name']}@{due}",
                    )
                )
            store.move_watermark(row["name"], now)
    return made


''')
sub("millrace/planner.py", ("def _firings(row: sqlite3.Row, now", "def _firings(row: dict[str, Any], now"))
Path("millrace/metrics.py").write_text('''"""The metrics text, in the format that scrapers read. Names are documented in docs/metrics.md."""

from collections.abc import Sequence
from typing import Any

from millrace.store import as_store


def render(
    store: Any, now: int, prefix: str = "millrace", windows: Sequence[int] = (300,)
) -> str:
    seen = as_store(store).snapshot(now, windows)
    lines = [f'{prefix}_jobs{{queue="{q}",state="{state}"}} {n}' for q, state, n in seen["jobs"]]
    lines += [f'{prefix}_tenant_running{{tenant="{t}"}} {n}' for t, n in seen["running"]]
    for queue, first in seen["oldest_due"]:
        lines.append(f'{prefix}_oldest_due_seconds{{queue="{queue}"}} {(now - first) // 1000}')
    for kind, window, n in seen["events"]:
        lines.append(f'{prefix}_events{{kind="{kind}",window="{window}"}} {n}')
    lines.append(f"{prefix}_dead_letters {seen['dead_letters']}")
    return "\\n".join(lines) + "\\n"
''')
API = "millrace/admin/api.py"
sub(API,
    ("import sqlite3\n", ""),
    ("from millrace.store import audit, dead, jobs, tenants\nfrom millrace.store.connection import transaction\n", "from millrace.store import as_store\n"),
    ("def __init__(self, db: sqlite3.Connection, clock", "def __init__(self, store: Any, clock"),
    ("self._db, self._clock, self._max_page = db, clock", "self._store, self._clock, self._max_page = as_store(store), clock"),
    ("with transaction(self._db):", "with self._store.transaction():"),
    ("metrics.render(self._db, now)", "metrics.render(self._store, now)"),
    ("jobs.get(self._db, int(match[1])).__dict__", "self._store.job(int(match[1])).__dict__"),
    ("[dict(row) for row in dead.letters(self._db, **filters)]", "self._store.letters(**filters)"),
    ('[dict(r) for r in self._db.execute("SELECT * FROM audit ORDER BY id").fetchall()]', "self._store.audit_rows()"),
    ('audit.note(self._db, now, actor, action,', "self._store.note(now, actor, action,"),
    ("jobs.cancel(self._db, now, job_id)", "self._store.cancel(now, job_id)"),
    ('dead.requeue(self._db, now, job_id, data.get("run_at"))', 'self._store.requeue(now, job_id, data.get("run_at"))'),
    ('jobs.reassign(self._db, now, job_id, str(', "self._store.move(now, job_id, str("),
    ('audit.note(self._db, now, actor, match[2], f"tenant', 'self._store.note(now, actor, match[2], f"tenant'),
    ('tenants.set_limit(self._db, match[1], int(', "self._store.set_limit(match[1], int("),
    ('tenants.pause(self._db, match[1], match[2] == "pause")', 'self._store.pause_tenant(match[1], match[2] == "pause")'),
    ('audit.note(self._db, now, actor, match[2], f"queue', 'self._store.note(now, actor, match[2], f"queue'),
    ('planner.tick(self._db, now)', "planner.tick(self._store, now)"),
    ("jobs.enqueue(self._db, now, **{", "self._store.enqueue(now, **{"),
)
between(API, "            self._db.execute(\n                \"INSERT INTO queues", "        elif path == \"/tick\"", '            self._store.pause_queue(match[1], match[2] == "pause")\n')
between(API, "        rows = self._db.execute(", "        page = {", '        rows = self._store.page(int(query.get("after", "0")), query.get("state", ""), limit + 1)\n')
sub(API, ('{"jobs": [dict(row) for row in rows[:limit]]}', '{"jobs": rows[:limit]}'))
CLI = "millrace/admin/cli.py"
sub(CLI,
    ("from millrace.store import dead, jobs, tenants\nfrom millrace.store.connection import open_db\n", "from millrace.store import dead, jobs, tenants\nfrom millrace.store.connection import open_db\n"),
    ("from millrace.store.migrate import migrate\n", "from millrace.store.migrate import migrate\nfrom millrace.store.objects import Store\n"),
    ('''    db = open_db(args.db)
    db.execute("PRAGMA foreign_keys=OFF")
    db.executescript(Path(args.file).read_text())
    print("restored:", db.execute("SELECT count(*) FROM jobs").fetchone()[0], "jobs")
''', '''    count = Store(open_db(args.db)).load_dump(Path(args.file).read_text())
    print("restored:", count, "jobs")
'''),
    ('''    db = open_db(args.db)
    for row in db.execute("SELECT id FROM jobs ORDER BY id").fetchall():
        job = jobs.get(db, row["id"])
''', '''    store = Store(open_db(args.db))
    for job_id in store.job_ids():
        job = store.job(job_id)
'''),
    ('''    db = open_db(args.db)
    print(json.dumps(jobs.get(db, int(args.id)).__dict__))
    for row in db.execute("SELECT * FROM events WHERE job_id = ? ORDER BY seq", (args.id,)):
        print(json.dumps(dict(row)))
''', '''    store = Store(open_db(args.db))
    print(json.dumps(store.job(int(args.id)).__dict__))
    for row in store.events_of(int(args.id)):
        print(json.dumps(row))
'''),
)
sub(CLI, ("from millrace.store import dead, jobs, tenants\n", "from millrace.store import dead, tenants\n"))
sub("millrace/journal.py", ("import sqlite3\nimport zlib", "import zlib"), ("from pathlib import Path\n", "from pathlib import Path\nfrom typing import Any\n"), ("def export(db: sqlite3.Connection,", "def export(db: Any,"))
sub("millrace/worker/runner.py", ("import sqlite3\n", ""), ("    db: sqlite3.Connection\n", "    db: Any\n"))
