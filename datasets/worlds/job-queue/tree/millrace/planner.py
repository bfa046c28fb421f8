"""Turns schedules into jobs. One planner runs at a time; a second one does no harm, because each
firing has a dedupe key and the watermark moves in the same transaction."""

import json
import sqlite3

from millrace import cron
from millrace.errors import BadSchedule
from millrace.store import jobs
from millrace.store.connection import transaction

_MOST = 500  # firings of one schedule in one tick


def add(
    db: sqlite3.Connection,
    now: int,
    name: str,
    text: str,
    *,
    queue: str,
    kind: str,
    tenant: str,
    offset_minutes: int = 0,
    priority: int = 4,
    payload: dict[str, object] | None = None,
    catch_up: str = "last",
) -> None:
    cron.parse(text)
    if catch_up not in ("skip", "last", "all"):
        raise BadSchedule(f"catch_up: {catch_up!r}")
    # TODO(mira): belongs into the store, see ADR 4
    with transaction(db):
        db.execute(
            "INSERT INTO schedules (name, cron, offset_minutes, queue, kind, tenant, priority,"
            " payload, catch_up, fired_until) VALUES (?,?,?,?,?,?,?,?,?,?)"
            " ON CONFLICT (name) DO UPDATE SET cron = excluded.cron, queue = excluded.queue,"
            " offset_minutes = excluded.offset_minutes, kind = excluded.kind,"
            " tenant = excluded.tenant, priority = excluded.priority,"
            " payload = excluded.payload, catch_up = excluded.catch_up",
            (name, text, offset_minutes, queue, kind, tenant, priority)
            + (json.dumps(payload or {}), catch_up, now),
        )


def tick(db: sqlite3.Connection, now: int) -> list[int]:
    """Enqueue what is due; return the ids of the jobs. Safe to call as often as you like."""
    made = []
    for row in db.execute("SELECT * FROM schedules WHERE enabled = 1 ORDER BY name").fetchall():
        with transaction(db):
            for due in _firings(row, now):
                made.append(
                    jobs.enqueue(
                        db,
                        now,
                        queue=row["queue"],
                        tenant=row["tenant"],
                        kind=row["kind"],
                        payload={**json.loads(row["payload"]), "scheduled_for": due},
                        priority=row["priority"],
                        run_at=due,
                        dedupe_key=f"{row['name']}@{due}",
                    )
                )
            db.execute(
                "UPDATE schedules SET fired_until = ? WHERE name = ? AND fired_until < ?",
                (now, row["name"], now),
            )
    return made


def _firings(row: sqlite3.Row, now: int) -> list[int]:
    """The firings after the watermark, up to now, that the schedule's catch-up rule lets through.
    A firing within the last minute is on time, not missed."""
    parsed = cron.parse(row["cron"])
    due: list[int] = []
    at = row["fired_until"]
    while len(due) < _MOST:
        at = cron.next_fire(parsed, at, row["offset_minutes"])
        if at > now:
            break
        due.append(at)
    if row["catch_up"] == "all":
        return due
    if row["catch_up"] == "last":
        return due[-1:]
    return [at for at in due if now - at < 60_000]
