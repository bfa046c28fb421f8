"""The metrics text, in the format that scrapers read. Names are documented in docs/metrics.md."""

import sqlite3
from collections.abc import Sequence


def render(
    db: sqlite3.Connection, now: int, prefix: str = "millrace", windows: Sequence[int] = (300,)
) -> str:
    lines = []
    for row in db.execute(
        "SELECT queue, state, count(*) AS n FROM jobs GROUP BY queue, state ORDER BY queue, state"
    ):
        lines.append(f'{prefix}_jobs{{queue="{row["queue"]}",state="{row["state"]}"}} {row["n"]}')
    for row in db.execute("SELECT tenant, running FROM tenant_usage ORDER BY tenant"):
        lines.append(f'{prefix}_tenant_running{{tenant="{row["tenant"]}"}} {row["running"]}')
    for row in db.execute(
        "SELECT queue, min(run_at) AS first FROM jobs WHERE state = 'ready' AND run_at <= ?"
        " GROUP BY queue ORDER BY queue",
        (now,),
    ):
        waited = (now - row["first"]) // 1000
        lines.append(f'{prefix}_oldest_due_seconds{{queue="{row["queue"]}"}} {waited}')
    for window in windows:
        for row in db.execute(
            "SELECT kind, count(*) AS n FROM events WHERE at > ? GROUP BY kind ORDER BY kind",
            (now - window * 1000,),
        ):
            lines.append(f'{prefix}_events{{kind="{row["kind"]}",window="{window}"}} {row["n"]}')
    dead = db.execute("SELECT count(*) FROM dead_letters WHERE requeued_at IS NULL").fetchone()[0]
    lines.append(f"{prefix}_dead_letters {dead}")
    return "\n".join(lines) + "\n"
