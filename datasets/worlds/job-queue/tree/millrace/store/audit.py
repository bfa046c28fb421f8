"""What people did by hand, with the reason they gave."""

import sqlite3

from millrace.errors import BadRequest


def note(
    db: sqlite3.Connection, at: int, actor: str, action: str, subject: str, reason: str
) -> None:
    if not reason.strip():
        raise BadRequest("reason: must say why")
    db.execute(
        "INSERT INTO audit (at, actor, action, subject, reason) VALUES (?, ?, ?, ?, ?)",
        (at, actor, action, subject, reason.strip()),
    )
