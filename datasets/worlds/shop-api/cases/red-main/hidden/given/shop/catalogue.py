"""Products and their prices."""

import csv

from shop import audit, db
from shop.clock import stamp
from shop.errors import Invalid, NotFound
from shop.money import to_minor

_COLUMNS = (
    "sku", "title", "category", "currency", "tax_bp", "weight_g",
    "length_mm", "width_mm", "height_mm", "bulky", "active",
)
_KNOWN = {}
_NUMBERS = {"tax_bp", "weight_g", "length_mm", "width_mm", "height_mm", "bulky", "active"}


def product(conn, sku):
    """Return a product; kept in memory until its price changes."""
    if sku not in _KNOWN:
        found = db.one(conn, "SELECT * FROM products WHERE sku = ?", sku)
        if found is None:
            raise NotFound(f"no product {sku}")
        _KNOWN[sku] = dict(found)
    return dict(_KNOWN[sku])


def price_at(conn, sku, moment):
    """Return the price that is valid at a moment: the newest one that has begun."""
    found = db.one(
        conn,
        "SELECT price FROM price_history WHERE sku = ? AND valid_from <= ? "
        "ORDER BY valid_from DESC LIMIT 1",
        sku,
        stamp(moment),
    )
    return found["price"] if found else product(conn, sku)["price"]


def search(conn, text="", category=None, limit=50, after=""):
    """Return a page of active products, ordered by SKU, which begins after `after`."""
    clauses, args = ["active = 1", "sku > ?"], [after]
    if text:
        clauses.append("(title LIKE ? ESCAPE '\\' OR sku = ?)")
        args += [f"%{_escaped(text)}%", text.upper()]
    if category:
        clauses.append("category = ?")
        args.append(category)
    sql = f"SELECT * FROM products WHERE {' AND '.join(clauses)} ORDER BY sku LIMIT ?"
    return [dict(row) for row in db.rows(conn, sql, *args, limit)]


def _escaped(text):
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def set_price(ctx, sku, price, valid_from):
    """Write a price that begins at a moment, now or later; the past stays as it was."""
    before = product(ctx.conn, sku)["price"]
    if price < 0 or valid_from < ctx.clock.now():
        raise Invalid("a price is not negative and does not begin in the past")
    with db.transaction(ctx.conn):
        ctx.conn.execute(
            "INSERT OR REPLACE INTO price_history (sku, valid_from, price) VALUES (?, ?, ?)",
            (sku, stamp(valid_from), price),
        )
        if valid_from == ctx.clock.now():
            ctx.conn.execute("UPDATE products SET price = ? WHERE sku = ?", (price, sku))
            _KNOWN.pop(sku, None)
        audit.record(ctx, "product.price", "product", sku, {"price": before}, {"price": price})


def load_csv(conn, path):
    """Insert or replace the products of a CSV file; its prices are in major units."""
    with open(path, newline="", encoding="utf-8") as lines, db.transaction(conn):
        count = 0
        for row in csv.DictReader(lines):
            values = [int(row[c]) if c in _NUMBERS else row[c] for c in _COLUMNS]
            price = to_minor(row["price"], row["currency"])
            conn.execute(
                f"INSERT OR REPLACE INTO products ({', '.join(_COLUMNS)}, price) "
                f"VALUES ({', '.join('?' * len(_COLUMNS))}, ?)",
                (*values, price),
            )
            conn.execute(
                "INSERT OR IGNORE INTO price_history VALUES (?, '2025-01-01T00:00:00Z', ?)",
                (row["sku"], price),
            )
            count += 1
    return count
