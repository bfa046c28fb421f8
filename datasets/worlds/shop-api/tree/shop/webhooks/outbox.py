"""Events are written to the outbox in the transaction of their change, and delivered later."""

import json
from datetime import timedelta
from pathlib import Path

from shop import db
from shop.clock import parse, stamp
from shop.errors import UnknownEvent
from shop.webhooks import signing

_FILE = Path(__file__).resolve().parent.parent.parent / "config" / "events.json"
_BACKOFF_S = (30, 120, 600, 3600, 3600 * 6)


def catalogue():
    """Return event → {version, fields}."""
    return json.loads(_FILE.read_text(encoding="utf-8"))


def emit(ctx, event, payload):
    """Write an event. Raises UnknownEvent unless config/events.json lists it with these fields."""
    entry = catalogue().get(event)
    if entry is None or sorted(payload) != sorted(entry["fields"]):
        raise UnknownEvent(f"{event} with {sorted(payload)}")
    now = stamp(ctx.clock.now())
    ctx.conn.execute(
        "INSERT INTO outbox (event, version, payload, created_at, next_at) VALUES (?, ?, ?, ?, ?)",
        (event, entry["version"], json.dumps(payload, sort_keys=True), now, now),
    )


def due(conn, now):
    """Return what is to be sent now, the oldest first."""
    return db.rows(
        conn, "SELECT * FROM outbox WHERE state = 'pending' AND next_at <= ? ORDER BY id", stamp(now)
    )


def deliver(ctx, post):
    """Send what is due to every endpoint that wants it; return the number of events sent.

    `post(url, headers, body, timeout)` returns a status. An event is sent when every endpoint has
    answered 2xx.
    """
    return sum(_deliver(ctx, row, post) for row in due(ctx.conn, ctx.clock.now()))


def _deliver(ctx, row, post):
    now = ctx.clock.now()
    body = json.dumps(
        {"id": row["id"], "event": row["event"], "version": row["version"],
         "created_at": row["created_at"], "data": json.loads(row["payload"])},
        sort_keys=True,
    ).encode()
    for endpoint in db.rows(ctx.conn, "SELECT * FROM webhook_endpoints WHERE active = 1 ORDER BY id"):
        if not wants(endpoint["events"], row["event"]):
            continue
        signature = signing.sign(endpoint["secret"], int(now.timestamp()), body)
        headers = {"X-Shop-Signature": signature, "X-Shop-Event": row["event"]}
        status = post(endpoint["url"], headers, body, ctx.settings.webhook_timeout_s)
        if not 200 <= status < 300:
            _failed(ctx, row, f"{endpoint['url']}: {status}")
            return False
    ctx.conn.execute("UPDATE outbox SET state = 'sent' WHERE id = ?", (row["id"],))
    return True


def wants(patterns, event):
    """Return whether a list like `order.*,refund.finished` names an event."""
    for pattern in patterns.split(","):
        pattern = pattern.strip()
        if pattern in ("*", event) or (pattern.endswith(".*") and event.startswith(pattern[:-1])):
            return True
    return False


def _failed(ctx, row, error):
    attempts = row["attempts"] + 1
    dead = attempts >= ctx.settings.webhook_max_attempts
    wait = _BACKOFF_S[min(attempts - 1, len(_BACKOFF_S) - 1)]
    ctx.conn.execute(
        "UPDATE outbox SET attempts = ?, state = ?, next_at = ?, last_error = ? WHERE id = ?",
        (attempts, "dead" if dead else "pending", stamp(ctx.clock.now() + timedelta(seconds=wait)), error, row["id"]),
    )


def redrive(ctx, since):
    """Make dead events pending again which were created at or after a moment."""
    return ctx.conn.execute(
        "UPDATE outbox SET state = 'pending', attempts = 0, next_at = ? "
        "WHERE state = 'dead' AND created_at >= ?",
        (stamp(ctx.clock.now()), stamp(parse(since))),
    ).rowcount
