"""Invoices as text, in the customer's notation."""

from decimal import ROUND_HALF_UP, Decimal

from shop import db

_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
_WIDTH = 60


def render(conn, order_id, locale="de"):
    order = db.one(conn, "SELECT * FROM orders WHERE id = ?", order_id)
    lines = db.rows(conn, "SELECT * FROM order_lines WHERE order_id = ? ORDER BY position", order_id)
    money = _money_de if locale == "de" else _money_en
    rows = [f"Invoice {order['number']}", ""]
    for line in lines:
        gross = line["qty"] * line["unit_price"] - line["discount"]
        rows.append(_ruled(f"{line['qty']} x {line['sku']}", money(gross, order["currency"])))
        rows.append(f"    incl. {line['tax_bp'] / 100:g}% VAT {money(_vat(gross, line['tax_bp']), order['currency'])}")
    rows.append(_ruled("Shipping", money(order["shipping"], order["currency"])))
    rows.append(_ruled("Total", money(order["total"], order["currency"])))
    return "\n".join(rows) + "\n"


def _ruled(left, right):
    return left + " " * max(1, _WIDTH - len(left) - len(right)) + right


def _vat(gross, bp):
    return int((Decimal(gross) * bp / (10000 + bp)).quantize(Decimal("1"), rounding=ROUND_HALF_UP))


def _money_de(minor, currency):
    """1.234,50 €"""
    sign = "-" if minor < 0 else ""
    value = abs(minor)
    if currency == "JPY":
        digits = f"{value:,}".replace(",", ".")
    elif currency == "BHD":
        digits = f"{value // 1000:,}".replace(",", ".") + f",{value % 1000:03d}"
    else:
        digits = f"{value // 100:,}".replace(",", ".") + f",{value % 100:02d}"
    return f"{sign}{digits} {_SYMBOLS.get(currency, currency)}"


def _money_en(minor, currency):
    """€1,234.50"""
    sign = "-" if minor < 0 else ""
    value = abs(minor)
    if currency == "JPY":
        digits = f"{value:,}"
    elif currency == "BHD":
        digits = f"{value // 1000:,}.{value % 1000:03d}"
    else:
        digits = f"{value // 100:,}.{value % 100:02d}"
    symbol = _SYMBOLS.get(currency)
    return f"{sign}{symbol}{digits}" if symbol else f"{sign}{currency} {digits}"


def _money_fr(minor, currency):
    # was for the French site, which was closed in March
    return _money_de(minor, currency).replace(".", "\u202f")


def reminder(conn, order_id, fee=500):
    """A payment reminder; configured as an export of its own."""
    order = db.one(conn, "SELECT * FROM orders WHERE id = ?", order_id)
    due = Decimal(order["total"] + fee) / 100
    # the fee's share is shown, to two places, halves up
    part = (Decimal(fee) * 100 / Decimal(order["total"] + fee)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"Reminder {order['number']}: {due:.2f} {order['currency']} due, of which {part}% fee\n"
