"""Jobs: put in, looked up, called off, moved, cleared away."""

import json
import sqlite3
from typing import Any

from millrace.errors import BadRequest, UnknownJob, WrongState
from millrace.model import ACTIVE, CANCELLED, LEASED, READY, Job
from millrace.store import events, tenants
from millrace.store.connection import transaction


def enqueue(
    db: sqlite3.Connection,
    now: int,
    *,
    queue: str,
    tenant: str,
    kind: str,
    payload: dict[str, Any] | None = None,
    priority: int = 4,
    max_attempts: int = 5,
    run_at: int | None = None,
    expires_at: int | None = None,
    dedupe_key: str | None = None,
) -> int:
    """Return the id of the job; that of the active one when `dedupe_key` is in use in the queue."""
    if not 0 <= priority <= 9:
        raise BadRequest(f"priority: {priority} is not between 0 and 9")
    due = now if run_at is None else run_at
    with transaction(db):
        tenants.ensure(db, tenant)
        if dedupe_key is not None:
            row = _active(db, queue, dedupe_key)
            if row:
                return int(row["id"])
        cursor = db.execute(
            "INSERT INTO jobs (queue, tenant, kind, payload, priority, state, max_attempts,"
            " run_at, created_at, expires_at, dedupe_key) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (queue, tenant, kind, json.dumps(payload or {}), priority, READY, max_attempts)
            + (due, now, expires_at, dedupe_key),
        )
        job_id = int(cursor.lastrowid or 0)
        events.record(
            db, now, "put", job_id, 0, queue=queue, tenant=tenant, job=kind, run_at=due,
            priority=priority, max=max_attempts,
        )
        return job_id


def get(db: sqlite3.Connection, job_id: int) -> Job:
    row = db.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
    if row is None:
        raise UnknownJob(f"job {job_id}")
    return of_row(row)


def of_row(row: sqlite3.Row) -> Job:
    values = {name: row[name] for name in Job.__dataclass_fields__}
    return Job(**{**values, "payload": json.loads(row["payload"])})


def cancel(db: sqlite3.Connection, now: int, job_id: int) -> None:
    """Call a job off. A worker that is at it loses its lease: the fence moves on."""
    with transaction(db):
        job = get(db, job_id)
        if job.state not in ACTIVE:
            raise WrongState(f"job {job_id} is {job.state}")
        bump = 1 if job.state == LEASED else 0
        db.execute(
            "UPDATE jobs SET state = ?, fence = fence + ?, lease_owner = NULL, lease_until = NULL"
            " WHERE id = ?",
            (CANCELLED, bump, job_id),
        )
        events.record(db, now, "cancel", job_id, job.fence + bump)


def reassign(db: sqlite3.Connection, now: int, job_id: int, tenant: str) -> None:
    """Move an active job to another tenant; a running one counts for the new tenant at once."""
    with transaction(db):
        job = get(db, job_id)
        if job.state not in ACTIVE:
            raise WrongState(f"job {job_id} is {job.state}")
        tenants.ensure(db, tenant)
        db.execute("UPDATE jobs SET tenant = ? WHERE id = ?", (tenant, job_id))
        events.record(db, now, "move", job_id, job.fence, tenant=tenant)


def purge(db: sqlite3.Connection, now: int, older_than_ms: int) -> int:
    """Delete finished and cancelled jobs that are older; dead ones stay for the post-mortem."""
    with transaction(db):
        cursor = db.execute(
            "DELETE FROM jobs WHERE state IN ('done', 'cancelled') AND created_at < ?",
            (now - older_than_ms,),
        )
        return cursor.rowcount


def _active(db: sqlite3.Connection, queue: str, key: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        "SELECT id FROM jobs WHERE queue = ? AND dedupe_key = ? AND state IN ('ready', 'leased')",
        (queue, key),
    ).fetchone()
    return row
