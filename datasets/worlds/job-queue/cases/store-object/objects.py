"""The store as one object, as ADR 6 has it."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from millrace.model import Job
from millrace.store import audit, dead, jobs, tenants
from millrace.store.connection import reading, transaction


class Store:
    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def transaction(self) -> AbstractContextManager[None]:
        return transaction(self.db)

    def enqueue(self, now: int, **values: Any) -> int:
        return jobs.enqueue(self.db, now, **values)

    def save_schedule(self, now: int, name: str, text: str, **values: Any) -> None:
        columns = {"name": name, "cron": text, **values, "fired_until": now}
        columns["payload"] = json.dumps(columns["payload"])
        kept = ("name", "fired_until")
        changes = ", ".join(f"{c} = excluded.{c}" for c in columns if c not in kept)
        with transaction(self.db):
            self.db.execute(
                f"INSERT INTO schedules ({', '.join(columns)}) VALUES"
                f" ({', '.join('?' * len(columns))}) ON CONFLICT (name) DO UPDATE SET {changes}",
                tuple(columns.values()),
            )

    def schedules(self) -> list[dict[str, Any]]:
        rows = self._rows("SELECT * FROM schedules WHERE enabled = 1 ORDER BY name")
        return [{**row, "payload": json.loads(row["payload"])} for row in rows]

    def move_watermark(self, name: str, until: int) -> None:
        with transaction(self.db):
            self.db.execute(
                "UPDATE schedules SET fired_until = ? WHERE name = ? AND fired_until < ?",
                (until, name, until),
            )

    def snapshot(self, now: int, windows: Sequence[int]) -> dict[str, Any]:
        with reading(self.db):
            events = [
                [row["kind"], window, row["n"]]
                for window in windows
                for row in self.db.execute(
                    "SELECT kind, count(*) AS n FROM events WHERE at > ? GROUP BY kind ORDER BY kind",
                    (now - window * 1000,),
                )
            ]
            return {
                "jobs": self._lists(
                    "SELECT queue, state, count(*) FROM jobs GROUP BY queue, state ORDER BY queue, state"
                ),
                "running": self._lists("SELECT tenant, running FROM tenant_usage ORDER BY tenant"),
                "oldest_due": self._lists(
                    "SELECT queue, min(run_at) FROM jobs WHERE state = 'ready' AND run_at <= ?"
                    " GROUP BY queue ORDER BY queue",
                    now,
                ),
                "events": events,
                "dead_letters": self._lists(
                    "SELECT count(*) FROM dead_letters WHERE requeued_at IS NULL"
                )[0][0],
            }

    def job(self, job_id: int) -> Job:
        return jobs.get(self.db, job_id)

    def page(self, after: int, state: str, limit: int) -> list[dict[str, Any]]:
        return self._rows(
            "SELECT id, queue, tenant, kind, state, attempts, run_at FROM jobs"
            " WHERE id > ? AND (? = '' OR state = ?) ORDER BY id LIMIT ?",
            after, state, state, limit,
        )

    def letters(self, **filters: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in dead.letters(self.db, **filters)]

    def audit_rows(self) -> list[dict[str, Any]]:
        return self._rows("SELECT * FROM audit ORDER BY id")

    def note(self, at: int, actor: str, action: str, subject: str, reason: str) -> None:
        with transaction(self.db):
            audit.note(self.db, at, actor, action, subject, reason)

    def cancel(self, now: int, job_id: int) -> None:
        jobs.cancel(self.db, now, job_id)

    def requeue(self, now: int, job_id: int, run_at: int | None = None) -> None:
        dead.requeue(self.db, now, job_id, run_at)

    def move(self, now: int, job_id: int, tenant: str) -> None:
        jobs.reassign(self.db, now, job_id, tenant)

    def set_limit(self, name: str, max_running: int) -> None:
        tenants.set_limit(self.db, name, max_running)

    def pause_tenant(self, name: str, paused: bool) -> None:
        tenants.pause(self.db, name, paused)

    def pause_queue(self, name: str, paused: bool) -> None:
        with transaction(self.db):
            self.db.execute(
                "INSERT INTO queues VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET"
                " paused = excluded.paused",
                (name, int(paused)),
            )

    # For the command line.

    def job_ids(self) -> list[int]:
        return [row[0] for row in self._lists("SELECT id FROM jobs ORDER BY id")]

    def events_of(self, job_id: int) -> list[dict[str, Any]]:
        return self._rows("SELECT * FROM events WHERE job_id = ? ORDER BY seq", job_id)

    def load_dump(self, text: str) -> int:
        """Fill an empty database from an SQL dump; return the number of jobs."""
        self.db.execute("PRAGMA foreign_keys=OFF")
        self.db.executescript(text)
        return int(self._lists("SELECT count(*) FROM jobs")[0][0])

    def _rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in self.db.execute(sql, values).fetchall()]

    def _lists(self, sql: str, *values: Any) -> list[list[Any]]:
        return [list(row) for row in self.db.execute(sql, values).fetchall()]
