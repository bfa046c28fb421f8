"""Tenants and how much of the workers each may use.

`tenant_usage.running` is kept by triggers on `jobs`, never by this code (docs/data-model.md).
"""

import sqlite3

from millrace.errors import UnknownTenant
from millrace.store.connection import transaction

DEFAULT_MAX_RUNNING = 4


def ensure(db: sqlite3.Connection, name: str) -> None:
    db.execute(
        "INSERT OR IGNORE INTO tenants (name, max_running) VALUES (?, ?)",
        (name, DEFAULT_MAX_RUNNING),
    )
    db.execute("INSERT OR IGNORE INTO tenant_usage (tenant, running) VALUES (?, 0)", (name,))


def set_limit(db: sqlite3.Connection, name: str, max_running: int) -> None:
    with transaction(db):
        ensure(db, name)
        db.execute("UPDATE tenants SET max_running = ? WHERE name = ?", (max_running, name))


def pause(db: sqlite3.Connection, name: str, paused: bool = True) -> None:
    with transaction(db):
        done = db.execute("UPDATE tenants SET paused = ? WHERE name = ?", (int(paused), name))
        if not done.rowcount:
            raise UnknownTenant(name)


def remove(db: sqlite3.Connection, name: str) -> int:
    """Off-board a tenant: its jobs go, whatever their state. Its row stays, paused, for the
    records. Return how many jobs went."""
    with transaction(db):
        pause(db, name)
        db.execute(
            "DELETE FROM dead_letters WHERE job_id IN (SELECT id FROM jobs WHERE tenant = ?)",
            (name,),
        )
        return db.execute("DELETE FROM jobs WHERE tenant = ?", (name,)).rowcount


def free_slots(db: sqlite3.Connection) -> dict[str, int]:
    """How many more jobs each tenant may have running; a paused one none."""
    rows = db.execute(
        "SELECT t.name, t.paused, t.max_running - u.running AS free"
        " FROM tenants t JOIN tenant_usage u ON u.tenant = t.name"
    )
    return {row["name"]: 0 if row["paused"] else max(row["free"], 0) for row in rows}
