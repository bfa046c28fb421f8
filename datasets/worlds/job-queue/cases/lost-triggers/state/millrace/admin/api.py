"""The admin API without the HTTP around it: method, path and body in, status and JSON out."""

import json
import re
import sqlite3
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from millrace import metrics, planner
from millrace.errors import BadRequest, MillraceError
from millrace.store import audit, dead, jobs, tenants
from millrace.store.connection import transaction

Answer = tuple[int, Any]
_JOB = re.compile(r"/jobs/(\d+)")
_ACTION = re.compile(r"/jobs/(\d+)/(cancel|requeue|move)")
_TENANT = re.compile(r"/tenants/([a-z0-9-]+)/(limit|pause|resume)")
_QUEUE = re.compile(r"/queues/([a-z0-9-]+)/(pause|resume)")


class Api:
    def __init__(self, db: sqlite3.Connection, clock: Any, max_page: int = 200) -> None:
        self._db, self._clock, self._max_page = db, clock, max_page

    def handle(self, method: str, target: str, body: str = "", actor: str = "?") -> Answer:
        parts = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        try:
            data = _object(body)
            if method == "GET":
                return 200, self._read(parts.path, query)
            if method == "POST":
                with transaction(self._db):
                    return 200, self._write(parts.path, data, actor)
            raise BadRequest(f"{method}: not allowed")
        except MillraceError as error:
            return error.status, {"error": error.code, "detail": str(error)}

    def _read(self, path: str, query: Mapping[str, str]) -> Any:
        now = self._clock.now_ms()
        if path == "/metrics":
            return metrics.render(self._db, now)
        if path == "/jobs":
            return self._page(query)
        if match := _JOB.fullmatch(path):
            return jobs.get(self._db, int(match[1])).__dict__
        if path == "/dead":
            filters = {k: query[k] for k in ("tenant", "error", "reason") if k in query}
            return [dict(row) for row in dead.letters(self._db, **filters)]
        if path == "/audit":
            return [dict(r) for r in self._db.execute("SELECT * FROM audit ORDER BY id").fetchall()]
        raise BadRequest(f"{path}: nothing here")

    def _page(self, query: Mapping[str, str]) -> Any:
        """Jobs by id, after `after`; `next` is missing on the last page."""
        limit = min(int(query.get("limit", "50")), self._max_page)
        rows = self._db.execute(
            "SELECT id, queue, tenant, kind, state, attempts, run_at FROM jobs"
            " WHERE id > ? AND (? = '' OR state = ?) ORDER BY id LIMIT ?",
            (int(query.get("after", "0")), query.get("state", ""), query.get("state", ""), limit + 1),
        ).fetchall()
        page = {"jobs": [dict(row) for row in rows[:limit]]}
        return {**page, "next": rows[limit - 1]["id"]} if len(rows) > limit else page

    def _write(self, path: str, data: dict[str, Any], actor: str) -> Any:
        now, reason = self._clock.now_ms(), str(data.get("reason", ""))
        if path == "/jobs":
            return {"id": self._enqueue(now, data)}
        if match := _ACTION.fullmatch(path):
            job_id, action = int(match[1]), match[2]
            audit.note(self._db, now, actor, action, f"job {job_id}", reason)
            if action == "cancel":
                jobs.cancel(self._db, now, job_id)
            elif action == "requeue":
                dead.requeue(self._db, now, job_id, data.get("run_at"))
            else:
                jobs.reassign(self._db, now, job_id, str(data.get("tenant", "")))
        elif match := _TENANT.fullmatch(path):
            audit.note(self._db, now, actor, match[2], f"tenant {match[1]}", reason)
            if match[2] == "limit":
                tenants.set_limit(self._db, match[1], int(data["max_running"]))
            else:
                tenants.pause(self._db, match[1], match[2] == "pause")
        elif match := _QUEUE.fullmatch(path):
            audit.note(self._db, now, actor, match[2], f"queue {match[1]}", reason)
            self._db.execute(
                "INSERT INTO queues VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET"
                " paused = excluded.paused",
                (match[1], int(match[2] == "pause")),
            )
        elif path == "/tick":
            return {"made": planner.tick(self._db, now)}
        else:
            raise BadRequest(f"{path}: nothing here")
        return {"done": True}

    def _enqueue(self, now: int, data: dict[str, Any]) -> int:
        for name in ("queue", "tenant", "kind"):
            if not isinstance(data.get(name), str) or not data[name]:
                raise BadRequest(f"{name}: must be a text")
        known = ("queue", "tenant", "kind", "payload", "priority", "max_attempts", "run_at")
        more = ("expires_at", "dedupe_key", "labels")
        return jobs.enqueue(self._db, now, **{k: data[k] for k in known + more if k in data})


def _object(body: str) -> dict[str, Any]:
    try:
        data = json.loads(body or "{}")
    except ValueError as error:
        raise BadRequest(f"body: not JSON: {error}") from error
    if not isinstance(data, dict):
        raise BadRequest("body: must be an object")
    return data
