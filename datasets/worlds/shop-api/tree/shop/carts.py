"""Carts: lines, coupons, totals."""

from shop import catalogue, db, stock
from shop.clock import stamp
from shop.errors import Forbidden, Invalid, NotFound, WrongState
from shop.pricing import coupons, totals

MAX_QTY = 99


def create(ctx, customer_id):
    now = stamp(ctx.clock.now())
    return ctx.conn.execute(
        "INSERT INTO carts (customer_id, created_at, updated_at) VALUES (?, ?, ?)",
        (customer_id, now, now),
    ).lastrowid


def load(ctx, cart_id, *, open_only=False):
    """Return a cart. A customer sees own carts only; others do not exist for it."""
    found = db.one(ctx.conn, "SELECT * FROM carts WHERE id = ?", cart_id)
    if found is None or (not ctx.is_staff and found["customer_id"] != ctx.customer_id):
        raise NotFound(f"no cart {cart_id}")
    if open_only and found["status"] != "open":
        raise WrongState(f"cart {cart_id} is {found['status']}")
    return dict(found)


def set_line(ctx, cart_id, sku, qty):
    """Set the quantity of a product, 0 to remove it; what it held before is released."""
    if not isinstance(qty, int) or isinstance(qty, bool) or not 0 <= qty <= MAX_QTY:
        raise Invalid(f"qty must be a number from 0 to {MAX_QTY}", field="qty")
    with db.transaction(ctx.conn):
        load(ctx, cart_id, open_only=True)
        if not catalogue.product(ctx.conn, sku)["active"]:
            raise Invalid(f"{sku} is not sold at present", field="sku")
        stock.release_cart(ctx, cart_id, sku)
        ctx.conn.execute("DELETE FROM cart_lines WHERE cart_id = ? AND sku = ?", (cart_id, sku))
        if qty:
            stock.hold(ctx, cart_id, sku, qty)
            ctx.conn.execute("INSERT INTO cart_lines VALUES (?, ?, ?)", (cart_id, sku, qty))
        _touch(ctx, cart_id)


def add_coupon(ctx, cart_id, code):
    with db.transaction(ctx.conn):
        load(ctx, cart_id, open_only=True)
        coupon = coupons.find(ctx.conn, code)
        coupons.require_valid(ctx.conn, coupon, ctx.clock.now())
        ctx.conn.execute("INSERT OR IGNORE INTO cart_coupons VALUES (?, ?)", (cart_id, coupon.code))
        _touch(ctx, cart_id)


def lines(ctx, cart_id):
    """Return the lines as `totals.Line`, by SKU, with the prices of now."""
    now = ctx.clock.now()
    found = db.rows(
        ctx.conn,
        "SELECT l.sku, l.qty, p.category, p.tax_bp FROM cart_lines l "
        "JOIN products p ON p.sku = l.sku WHERE l.cart_id = ? ORDER BY l.sku",
        cart_id,
    )
    return [
        totals.Line(
            r["sku"], r["qty"], catalogue.price_at(ctx.conn, r["sku"], now), r["tax_bp"], r["category"]
        )
        for r in found
    ]


def chosen_coupons(ctx, cart_id):
    found = db.rows(
        ctx.conn, "SELECT code FROM cart_coupons WHERE cart_id = ? ORDER BY code", cart_id
    )
    wanted = [coupons.find(ctx.conn, r["code"]) for r in found]
    return [c for c in wanted if coupons.is_valid(ctx.conn, c, ctx.clock.now())]


def price(ctx, cart_id, shipping=0):
    return totals.compute(
        lines(ctx, cart_id), chosen_coupons(ctx, cart_id), shipping, ctx.settings.max_discount_bp
    )


def require_customer(ctx):
    if ctx.customer_id is None:
        raise Forbidden("only a customer has a cart")
    return ctx.customer_id


def _touch(ctx, cart_id):
    ctx.conn.execute(
        "UPDATE carts SET updated_at = ? WHERE id = ?", (stamp(ctx.clock.now()), cart_id)
    )
