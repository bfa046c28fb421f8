"""Leases: who works on what, until when, and how that ends.

A lease is known by job and fence. The fence grows whenever the right to a job passes to somebody
else, so a worker that comes late cannot write over what was done after it (docs/leases.md).
"""

import sqlite3
from collections.abc import Callable, Sequence

from millrace.errors import Permanent, StaleFence, Throttled
from millrace.model import DONE, LEASED, READY, Job, Lease
from millrace.ordering import in_order
from millrace.retry import RetryPolicy, delay_ms
from millrace.store import dead, events, tenants
from millrace.store.connection import transaction
from millrace.store.jobs import of_row

_SCAN = 500


def claim(
    db: sqlite3.Connection,
    now: int,
    *,
    owner: str,
    queues: Sequence[str],
    lease_ms: Callable[[str], int],
    limit: int = 1,
    aging_ms: int = 0,
) -> list[Lease]:
    """Lease up to `limit` due jobs of the queues, the most urgent first. A tenant at its limit is
    passed over, not waited for. `lease_ms` says how long a lease of a kind is."""
    with transaction(db):
        free = tenants.free_slots(db)
        taken: list[Lease] = []
        for job in in_order(_due(db, now, queues), now, aging_ms):
            if len(taken) == limit:
                break
            if free.get(job.tenant, 0) > 0:
                free[job.tenant] -= 1
                taken.append(_take(db, now, job, owner, lease_ms(job.kind)))
        return taken


def heartbeat(db: sqlite3.Connection, now: int, lease: Lease, lease_ms: int) -> int:
    """Lengthen a lease that is still the current one; return until when it holds."""
    until = now + lease_ms
    with transaction(db):
        _current(db, lease)
        db.execute("UPDATE jobs SET lease_until = ? WHERE id = ?", (until, lease.job_id))
    return until


def ack(db: sqlite3.Connection, now: int, lease: Lease) -> None:
    with transaction(db):
        _current(db, lease)
        _leave(db, lease.job_id, DONE)
        events.record(db, now, "done", lease.job_id, lease.fence)


def nack(
    db: sqlite3.Connection, now: int, lease: Lease, error: BaseException, policy: RetryPolicy
) -> None:
    """A failed attempt. Permanent: dead at once. Throttled: later, and not counted as an attempt.
    Else later, or dead when it was the last attempt."""
    with transaction(db):
        job = _current(db, lease)
        cause = type(error).__name__
        if isinstance(error, Throttled):
            due = now + error.retry_after_ms
            _leave(db, job.id, READY, run_at=due, attempts=job.attempts - 1, last_error=cause)
            events.record(db, now, "later", job.id, job.fence, run_at=due, counted=False)
        elif isinstance(error, Permanent) or job.attempts >= job.max_attempts:
            dead.bury(db, now, job, "permanent" if isinstance(error, Permanent) else "exhausted", cause)
        else:
            due = now + delay_ms(policy, job.id, job.attempts)
            _leave(db, job.id, READY, run_at=due, last_error=cause)
            events.record(db, now, "fail", job.id, job.fence, error=cause)


def release(db: sqlite3.Connection, now: int, lease: Lease) -> None:
    """Give a job back unworked, at shutdown: due at once, and the attempt is not counted."""
    with transaction(db):
        job = _current(db, lease)
        _leave(db, job.id, READY, attempts=job.attempts - 1)
        events.record(db, now, "later", job.id, job.fence, run_at=job.run_at, counted=False)


def reap(db: sqlite3.Connection, now: int, policy: RetryPolicy) -> list[int]:
    """Take back leases that ran out, and bury ready jobs that expired. Return the ids touched.

    A lost lease counts as an attempt, but does not back off: nothing says that the job is at
    fault. The fence moves at once (docs/leases.md)."""
    with transaction(db):
        touched = []
        for row in db.execute(
            "SELECT * FROM jobs WHERE state = 'leased' AND lease_until <= ? ORDER BY id", (now,)
        ).fetchall():
            job = of_row(row)
            if job.attempts >= job.max_attempts:
                dead.bury(db, now, job, "exhausted", "LeaseExpired", bump=1)
            else:
                _leave(db, job.id, READY, run_at=now, fence=job.fence + 1, last_error="LeaseExpired")
                events.record(db, now, "lost", job.id, job.fence + 1)
            touched.append(job.id)
        for row in db.execute(
            "SELECT * FROM jobs WHERE state = 'ready' AND expires_at <= ? ORDER BY id", (now,)
        ).fetchall():
            dead.bury(db, now, of_row(row), "expired", None)
            touched.append(row["id"])
        return touched


def _due(db: sqlite3.Connection, now: int, queues: Sequence[str]) -> list[Job]:
    marks = ",".join("?" * len(queues))
    rows = db.execute(
        f"SELECT * FROM jobs WHERE state = 'ready' AND run_at <= ? AND queue IN ({marks})"
        " AND queue NOT IN (SELECT name FROM queues WHERE paused)"
        " AND (expires_at IS NULL OR expires_at > ?)"
        f" ORDER BY priority DESC, run_at, id LIMIT {_SCAN}",
        (now, *queues, now),
    )
    return [of_row(row) for row in rows]


def _take(db: sqlite3.Connection, now: int, job: Job, owner: str, lease_ms: int) -> Lease:
    until = now + lease_ms
    db.execute(
        "UPDATE jobs SET state = ?, attempts = attempts + 1, fence = fence + 1, lease_owner = ?,"
        " lease_until = ? WHERE id = ?",
        (LEASED, owner, until, job.id),
    )
    events.record(db, now, "take", job.id, job.fence + 1, owner=owner)
    return Lease(
        job.id, job.fence + 1, owner, until, job.kind, job.tenant, job.attempts + 1, job.payload
    )


def _current(db: sqlite3.Connection, lease: Lease) -> Job:
    row = db.execute(
        "SELECT * FROM jobs WHERE id = ? AND fence = ? AND state = 'leased'",
        (lease.job_id, lease.fence),
    ).fetchone()
    if row is None:
        raise StaleFence(f"job {lease.job_id}: fence {lease.fence} is not current")
    return of_row(row)


def _leave(db: sqlite3.Connection, job_id: int, state: str, **values: object) -> None:
    columns = {"state": state, "lease_owner": None, "lease_until": None, **values}
    sets = ", ".join(f"{name} = ?" for name in columns)
    db.execute(f"UPDATE jobs SET {sets} WHERE id = ?", (*columns.values(), job_id))
