"""Dead letters: jobs that will not be tried again unless a person says so."""

import sqlite3

from millrace.errors import WrongState
from millrace.model import DEAD, READY, Job
from millrace.store import events
from millrace.store.connection import transaction
from millrace.store.jobs import get


def bury(
    db: sqlite3.Connection, now: int, job: Job, reason: str, error: str | None, bump: int = 0
) -> None:
    with transaction(db):
        db.execute(
            "UPDATE jobs SET state = ?, fence = fence + ?, lease_owner = NULL, lease_until = NULL,"
            " last_error = coalesce(?, last_error) WHERE id = ?",
            (DEAD, bump, error, job.id),
        )
        db.execute(
            "INSERT INTO dead_letters (job_id, reason, error, dead_at) VALUES (?, ?, ?, ?)",
            (job.id, reason, error, now),
        )
        events.record(db, now, "dead", job.id, job.fence + bump, reason=reason)


def requeue(db: sqlite3.Connection, now: int, job_id: int, run_at: int | None = None) -> None:
    """Give a dead job a new life: all attempts again, due now unless `run_at` says otherwise. Its
    letter stays, marked with the time."""
    with transaction(db):
        job = get(db, job_id)
        if job.state != DEAD:
            raise WrongState(f"job {job_id} is {job.state}")
        due = now if run_at is None else run_at
        db.execute(
            "UPDATE jobs SET state = ?, attempts = 0, fence = fence + 1, run_at = ?,"
            " expires_at = NULL WHERE id = ?",
            (READY, due, job_id),
        )
        db.execute(
            "UPDATE dead_letters SET requeued_at = ? WHERE job_id = ? AND requeued_at IS NULL",
            (now, job_id),
        )
        events.record(db, now, "again", job_id, job.fence + 1, run_at=due)


def letters(
    db: sqlite3.Connection, *, tenant: str | None = None, error: str | None = None,
    reason: str | None = None,
) -> list[sqlite3.Row]:
    """Letters that were not requeued, the oldest first."""
    wheres, values = ["d.requeued_at IS NULL"], []
    for column, value in (("j.tenant", tenant), ("d.error", error), ("d.reason", reason)):
        if value is not None:
            wheres.append(f"{column} = ?")
            values.append(value)
    return db.execute(
        "SELECT d.id, d.job_id, d.reason, d.error, d.dead_at, j.tenant, j.queue, j.kind,"
        " j.dedupe_key FROM dead_letters d JOIN jobs j ON j.id = d.job_id"
        f" WHERE {' AND '.join(wheres)} ORDER BY d.dead_at, d.id",
        values,
    ).fetchall()
