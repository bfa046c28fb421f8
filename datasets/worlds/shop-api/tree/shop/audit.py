"""The audit trail: written in the transaction of the change that it tells of."""

import json

from shop import db
from shop.clock import stamp


def record(ctx, action, entity, entity_id, before=None, after=None):
    """Write an entry. `action` is `<entity>.<verb>`, `before` and `after` hold changed fields."""
    ctx.conn.execute(
        "INSERT INTO audit (at, actor, action, entity, entity_id, before, after) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            stamp(ctx.clock.now()),
            ctx.actor,
            action,
            entity,
            str(entity_id),
            json.dumps(before or {}, sort_keys=True),
            json.dumps(after or {}, sort_keys=True),
        ),
    )


def trail(conn, entity, entity_id):
    found = db.rows(
        conn, "SELECT * FROM audit WHERE entity = ? AND entity_id = ? ORDER BY id", entity, str(entity_id)
    )
    return [
        {
            "at": row["at"],
            "actor": row["actor"],
            "action": row["action"],
            "before": json.loads(row["before"]),
            "after": json.loads(row["after"]),
        }
        for row in found
    ]
