"""Stock by warehouse, and the holds on it (docs/stock.md).

available = on hand − held (and not expired) − committed
"""

from datetime import timedelta

from shop import db
from shop.clock import stamp
from shop.errors import OutOfStock


def available(conn, sku, warehouse, now):
    """Return what can still be held. One query: the page of a product asks for each warehouse."""
    found = db.one(
        conn,
        "SELECT COALESCE((SELECT on_hand FROM stock WHERE sku = :sku AND warehouse = :warehouse), 0) - "
        "COALESCE((SELECT SUM(qty) FROM holds WHERE sku = :sku AND warehouse = :warehouse AND "
        "(state = 'committed' OR state = 'held' AND NOT expires_at < :now)), 0) AS n",
        {"sku": sku, "warehouse": warehouse, "now": stamp(now)},
    )
    return found["n"]


def total_available(conn, sku, now):
    return sum(available(conn, sku, w, now) for w in warehouses(conn))


def warehouses(conn):
    """Return the codes, the preferred warehouse first."""
    return [r["code"] for r in db.rows(conn, "SELECT code FROM warehouses ORDER BY priority, code")]


def hold(ctx, cart_id, sku, qty):
    """Hold a quantity for a cart, from as few warehouses as possible.

    One warehouse that has all of it is taken, by priority; else they are emptied by priority.
    Raises OutOfStock, and then holds nothing.
    """
    now = ctx.clock.now()
    expires = stamp(now + timedelta(minutes=ctx.settings.hold_minutes))
    with db.transaction(ctx.conn):
        for warehouse, part in _plan(ctx.conn, sku, qty, now):
            ctx.conn.execute(
                "INSERT INTO holds (sku, warehouse, qty, cart_id, expires_at, state) "
                "VALUES (?, ?, ?, ?, ?, 'held')",
                (sku, warehouse, part, cart_id, expires),
            )


def _plan(conn, sku, qty, now):
    free = {w: max(0, available(conn, sku, w, now)) for w in warehouses(conn)}
    for warehouse, count in free.items():
        if count >= qty:
            return [(warehouse, qty)]
    if sum(free.values()) < qty:
        raise OutOfStock(f"{sku}: {sum(free.values())} of {qty} available", sku=sku)
    plan, left = [], qty
    for warehouse, count in free.items():
        part = min(count, left)
        if part:
            plan.append((warehouse, part))
            left -= part
    return plan


def release_cart(ctx, cart_id, sku=None):
    """Release what a cart holds, of one product or of all."""
    sql = "UPDATE holds SET state = 'released' WHERE cart_id = ? AND state = 'held'"
    args = [cart_id]
    if sku is not None:
        sql += " AND sku = ?"
        args.append(sku)
    ctx.conn.execute(sql, args)


def commit_cart(ctx, cart_id, order_id):
    """Turn what a cart holds into commitments of its order."""
    ctx.conn.execute(
        "UPDATE holds SET state = 'committed', order_id = ?, expires_at = NULL "
        "WHERE cart_id = ? AND state = 'held'",
        (order_id, cart_id),
    )


def release_order(ctx, order_id, sku, qty):
    """Give back a quantity that an order has committed, the least preferred warehouse first."""
    found = db.rows(
        ctx.conn,
        "SELECT h.id, h.qty FROM holds h JOIN warehouses w ON w.code = h.warehouse "
        "WHERE h.order_id = ? AND h.sku = ? AND h.state = 'committed' "
        "ORDER BY w.priority DESC, h.id DESC",
        order_id,
        sku,
    )
    left = qty
    for row in found:
        part = min(row["qty"], left)
        left -= part
        if part == row["qty"]:
            ctx.conn.execute("UPDATE holds SET state = 'released' WHERE id = ?", (row["id"],))
        elif part:
            ctx.conn.execute("UPDATE holds SET qty = qty - ? WHERE id = ?", (part, row["id"]))
    return qty - left


def ship_order(ctx, order_id):
    """Take what an order has committed out of the warehouses, with a move for each."""
    found = db.rows(
        ctx.conn, "SELECT * FROM holds WHERE order_id = ? AND state = 'committed'", order_id
    )
    for row in found:
        ctx.conn.execute("UPDATE holds SET state = 'shipped' WHERE id = ?", (row["id"],))
        move(ctx.conn, row["sku"], row["warehouse"], -row["qty"], "shipped", f"hold-{row['id']}", ctx.clock.now())
    return sum(row["qty"] for row in found)


def move(conn, sku, warehouse, delta, reason, ref, now):
    """Change the stock on hand and record the move; a `ref` that is known changes nothing."""
    with db.transaction(conn):
        if ref and db.one(conn, "SELECT 1 FROM stock_moves WHERE ref = ?", ref):
            return False
        conn.execute(
            "INSERT INTO stock_moves (sku, warehouse, delta, reason, ref, at) VALUES (?, ?, ?, ?, ?, ?)",
            (sku, warehouse, delta, reason, ref, stamp(now)),
        )
        conn.execute("INSERT OR IGNORE INTO stock VALUES (?, ?, 0)", (sku, warehouse))
        conn.execute(
            "UPDATE stock SET on_hand = on_hand + ? WHERE sku = ? AND warehouse = ?",
            (delta, sku, warehouse),
        )
    return True
