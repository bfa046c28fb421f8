"""Orders: from a cart to the doorstep (docs/orders.md)."""

from pathlib import Path

from shop import audit, carts, catalogue, db, flags, giftcards, ids, shipping, stock
from shop.clock import stamp
from shop.errors import Conflict, Invalid, NotFound, WrongState
from shop.webhooks import outbox

ZONES = Path(__file__).resolve().parent.parent / "fixtures" / "zones.csv"
NEXT = {
    "pending": {"paid", "cancelled"},
    "paid": {"packed", "cancelled"},
    "packed": {"shipped"},
    "shipped": {"delivered"},
    "delivered": set(),
    "cancelled": set(),
}


def place(ctx, cart_id, service="standard"):
    """Make an order of an open cart and return its id. Holds become commitments when it is paid."""
    with db.transaction(ctx.conn):
        cart = carts.load(ctx, cart_id, open_only=True)
        lines = carts.lines(ctx, cart_id)
        if not lines:
            raise Invalid("the cart is empty")
        _require_holds(ctx, cart_id, lines)
        totals = carts.price(ctx, cart_id, _freight(ctx, cart, lines, service))
        order_id = _insert(ctx, cart, totals)
        _insert_lines(ctx, order_id, lines, totals)
        for code in totals.coupons:
            ctx.conn.execute("INSERT INTO coupon_uses VALUES (?, ?)", (code, order_id))
        ctx.conn.execute("UPDATE carts SET status = 'ordered' WHERE id = ?", (cart_id,))
        ctx.conn.execute(
            "UPDATE holds SET order_id = ? WHERE cart_id = ? AND state = 'held'", (order_id, cart_id)
        )
        _told(ctx, order_id, "order.place", "order.placed", {}, {"total": totals.total})
    return order_id


def _require_holds(ctx, cart_id, lines):
    """Hold again what has expired meanwhile. Raises OutOfStock."""
    for line in lines:
        held = db.one(
            ctx.conn,
            "SELECT COALESCE(SUM(qty), 0) AS n FROM holds WHERE cart_id = ? AND sku = ? "
            "AND state = 'held' AND expires_at > ?",
            cart_id,
            line.sku,
            stamp(ctx.clock.now()),
        )
        if held["n"] < line.qty:
            stock.release_cart(ctx, cart_id, line.sku)
            stock.hold(ctx, cart_id, line.sku, line.qty)


def _freight(ctx, cart, lines, service):
    customer = db.one(ctx.conn, "SELECT * FROM customers WHERE id = ?", cart["customer_id"])
    goods = carts.price(ctx, cart["id"])
    found = shipping.quotes(
        [_item(ctx, line) for line in lines],
        customer["country"],
        customer["postcode"],
        goods.subtotal - goods.discount,
        shipping.load_zones(ZONES),
        ctx.settings.fuel_surcharge_bp,
    )
    for quote in found:
        if quote.service == "express" and not flags.enabled(ctx.env, "express-delivery", True):
            continue
        if quote.service == service:
            return quote.price
    raise Invalid(f"service {service} is not offered there", field="service")


def _item(ctx, line):
    p = catalogue.product(ctx.conn, line.sku)
    return shipping.Item(
        p["weight_g"], p["length_mm"], p["width_mm"], p["height_mm"], line.qty, bool(p["bulky"])
    )


def _insert(ctx, cart, totals):
    now = ctx.clock.now()
    return ctx.conn.execute(
        "INSERT INTO orders (number, customer_id, cart_id, status, currency, subtotal, discount, "
        "shipping, tax, total, created_at) VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?)",
        (
            ids.order_number(ctx.conn, now), cart["customer_id"], cart["id"], ctx.settings.currency,
            totals.subtotal, totals.discount, totals.shipping, totals.tax, totals.total, stamp(now),
        ),
    ).lastrowid


def _insert_lines(ctx, order_id, lines, totals):
    for position, (line, off) in enumerate(zip(lines, totals.line_discounts), 1):
        ctx.conn.execute(
            "INSERT INTO order_lines (order_id, position, sku, qty, unit_price, discount, tax_bp) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (order_id, position, line.sku, line.qty, line.unit_price, off, line.tax_bp),
        )


def load(ctx, order_id):
    """Return an order with its lines. A customer sees own orders only; others do not exist for it."""
    found = db.one(ctx.conn, "SELECT * FROM orders WHERE id = ?", order_id)
    if found is None or (not ctx.is_staff and found["customer_id"] != ctx.customer_id):
        raise NotFound(f"no order {order_id}")
    lines = db.rows(
        ctx.conn, "SELECT * FROM order_lines WHERE order_id = ? ORDER BY position", order_id
    )
    return {**dict(found), "lines": [dict(line) for line in lines]}


def view(order):
    """Return an order as the API shows it."""
    shown = ("number", "status", "currency", "subtotal", "discount", "shipping", "tax", "total")
    parts = ("position", "sku", "qty", "unit_price", "discount")
    return {
        "id": order["id"],
        **{name: order[name] for name in shown},
        "lines": [{name: line[name] for name in parts} for line in order["lines"]],
    }


def move(ctx, order_id, status):
    """Take an order to its next state. Raises WrongState."""
    order = load(ctx, order_id)
    if status not in NEXT[order["status"]]:
        raise WrongState(f"order {order['number']} is {order['status']}, not ready for {status}")
    ctx.conn.execute("UPDATE orders SET status = ? WHERE id = ?", (status, order_id))
    return order


def pay(ctx, order_id, amount, gift_card=None):
    """Record a payment of the whole amount, a part of it by gift card. Raises Conflict."""
    with db.transaction(ctx.conn):
        order = move(ctx, order_id, "paid")
        by_card = giftcards.redeem_up_to(ctx, gift_card, order) if gift_card else 0
        if amount + by_card != order["total"]:
            raise Conflict(f"{amount + by_card} paid, {order['total']} due", due=order["total"] - by_card)
        stock.commit_cart(ctx, order["cart_id"], order_id)
        ctx.conn.execute(
            "UPDATE orders SET paid_at = ? WHERE id = ?", (stamp(ctx.clock.now()), order_id)
        )
        _told(ctx, order_id, "order.pay", "order.paid", {"status": "pending"}, {"status": "paid"})


def pack(ctx, order_id):
    """Return the packing list: SKU → quantity."""
    with db.transaction(ctx.conn):
        order = move(ctx, order_id, "packed")
        audit.record(ctx, "order.pack", "order", order["number"], {"status": "paid"}, {"status": "packed"})
    return {line["sku"]: line["qty"] for line in order["lines"]}


def ship(ctx, order_id):
    with db.transaction(ctx.conn):
        move(ctx, order_id, "shipped")
        count = stock.ship_order(ctx, order_id)
        _told(ctx, order_id, "order.ship", "order.shipped", {"status": "packed"}, {"status": "shipped"})
    return count


def _told(ctx, order_id, action, event, before, after):
    """Write the audit entry and the event of a change."""
    order = load(ctx.acting(ctx.actor, "system"), order_id)
    audit.record(ctx, action, "order", order["number"], before, after)
    outbox.emit(ctx, event, {"order": order["number"], "total": order["total"]})
