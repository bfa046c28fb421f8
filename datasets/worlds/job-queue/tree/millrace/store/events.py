"""What happened to each job, in order. The journal is exported from here (docs/journal.md)."""

import json
import sqlite3
from typing import Any


def record(
    db: sqlite3.Connection, at: int, kind: str, job_id: int, fence: int, **data: Any
) -> None:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    db.execute(
        "INSERT INTO events (at, kind, job_id, fence, data) VALUES (?, ?, ?, ?, ?)",
        (at, kind, job_id, fence, text),
    )


def since(db: sqlite3.Connection, seq: int, limit: int = 1000) -> list[sqlite3.Row]:
    return db.execute(
        "SELECT seq, at, kind, job_id, fence, data FROM events WHERE seq > ? ORDER BY seq LIMIT ?",
        (seq, limit),
    ).fetchall()
