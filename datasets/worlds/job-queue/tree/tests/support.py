"""A migrated database in memory, and shorthands."""

import sqlite3
from typing import Any

from millrace.retry import RetryPolicy
from millrace.store import jobs, leases
from millrace.store.connection import open_db
from millrace.store.migrate import migrate

NOW = 1_700_000_000_000
PLAIN = RetryPolicy(base_ms=1000, factor=2.0, cap_ms=60_000, jitter="none")


def database() -> sqlite3.Connection:
    db = open_db(":memory:")
    migrate(db)
    return db


def put(db: sqlite3.Connection, now: int = NOW, **values: Any) -> int:
    given = {"queue": "q", "tenant": "acme", "kind": "mail", **values}
    return jobs.enqueue(db, now, **given)


def claim(db: sqlite3.Connection, now: int = NOW, limit: int = 1, **values: Any) -> list[Any]:
    given = {"owner": "w", "queues": ["q"], "lease_ms": lambda kind: 60_000, **values}
    return leases.claim(db, now, limit=limit, **given)


def running(db: sqlite3.Connection, tenant: str = "acme") -> int:
    row = db.execute("SELECT running FROM tenant_usage WHERE tenant = ?", (tenant,)).fetchone()
    return int(row["running"])
