"""The product feed for price comparison sites."""

from shop import db


def render(conn, category=None):
    rows = []
    for p in db.rows(conn, "SELECT * FROM products WHERE active = 1 ORDER BY sku"):
        if category is None or p["category"] == category:
            unit = unit_price(p["price"], p["weight_g"])
            rows.append(f"{p['sku']}\t{p['title']}\t{_price(p['price'], p['currency'])}\t{unit} per kg")
    return "\n".join(rows) + "\n"


def _price(minor, currency):
    if currency == "JPY":
        return f"{minor} JPY"
    if currency == "BHD":
        return f"{minor / 1000:.3f} BHD"
    return f"{minor / 100:.2f} {currency}"


def unit_price(minor, weight_g):
    """Price of a kilogram in minor units, rounded down as the sites ask for."""
    return minor * 1000 // weight_g if weight_g else 0


def price_band(conn, sku):
    """The label of a product in the marketing tool; called by name, see config/exports.json."""
    p = db.one(conn, "SELECT * FROM products WHERE sku = ?", sku)
    euros = p["price"] // 100
    return "low" if euros < 20 else "mid" if euros < 100 else "high"


def old_price(minor):
    return "%d.%02d" % (minor / 100, minor % 100)
