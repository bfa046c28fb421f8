"""Refunds (docs/refunds.md)."""

from shop import audit, db, orders
from shop.clock import stamp
from shop.errors import Invalid, RefundTooLarge, WrongState
from shop.webhooks import outbox

REASONS = ("damaged", "returned", "goodwill", "line_cancelled")
_REFUNDABLE = ("paid", "packed", "shipped", "delivered", "cancelled")


def refunded(conn, order_id):
    """Return what is refunded or about to be; failed refunds do not count."""
    return db.one(
        conn,
        "SELECT COALESCE(SUM(amount), 0) AS n FROM refunds WHERE order_id = ? AND state <> 'failed'",
        order_id,
    )["n"]


def request(ctx, order_id, amount, reason):
    """Ask the provider to give money back; return the refund's id. Raises RefundTooLarge."""
    if reason not in REASONS:
        raise Invalid(f"reason must be one of {', '.join(REASONS)}", field="reason")
    with db.transaction(ctx.conn):
        order = orders.load(ctx, order_id)
        if order["paid_at"] is None or order["status"] not in _REFUNDABLE:
            raise WrongState(f"order {order['number']} is not paid")
        left = order["total"] - refunded(ctx.conn, order_id)
        if not 0 < amount <= left:
            raise RefundTooLarge(f"{amount} asked for, {left} can be refunded", left=left)
        refund_id = _insert(ctx, order_id, amount, reason)
        audit.record(ctx, "refund.request", "order", order["number"], {}, {"amount": amount})
        outbox.emit(
            ctx, "refund.requested", {"order": order["number"], "amount": amount, "reason": reason}
        )
    return refund_id


def _insert(ctx, order_id, amount, reason):
    return ctx.conn.execute(
        "INSERT INTO refunds (order_id, amount, reason, created_at) VALUES (?, ?, ?, ?)",
        (order_id, amount, reason, stamp(ctx.clock.now())),
    ).lastrowid


def finish(ctx, refund_id, ok, provider_ref):
    """Record the provider's answer; a second answer changes nothing."""
    with db.transaction(ctx.conn):
        done = ctx.conn.execute(
            "UPDATE refunds SET state = ?, provider_ref = ? WHERE id = ? AND state = 'requested'",
            ("done" if ok else "failed", provider_ref, refund_id),
        )
        if done.rowcount:
            audit.record(ctx, "refund.finish", "refund", refund_id, {}, {"ok": ok})
            outbox.emit(ctx, "refund.finished", {"refund": refund_id, "ok": ok})
    return bool(done.rowcount)
