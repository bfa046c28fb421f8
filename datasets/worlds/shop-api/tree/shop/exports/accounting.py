"""The accounting file: one row for each order and tax rate.

The accountant's program wants a comma, a trailing minus, and banker's rounding of the net part.
"""

from decimal import ROUND_HALF_EVEN, Decimal

from shop import db

_HEADER = "number;date;rate;gross;net;tax"


def render(conn, since="2000-01-01", until="2999-12-31"):
    rows = [_HEADER]
    orders = db.rows(
        conn,
        "SELECT * FROM orders WHERE paid_at IS NOT NULL AND substr(paid_at, 1, 10) BETWEEN ? AND ? "
        "ORDER BY number",
        since,
        until,
    )
    for order in orders:
        for rate, gross in _by_rate(conn, order):
            rows.append(_row(order["number"], order["paid_at"], order["currency"], rate, gross))
    for refund in _refunds(conn, since, until):
        rows.append(
            f"{refund['number']};{refund['created_at'][:10]};refund;"
            f"{_amount(-refund['amount'], refund['currency'])};;"
        )
    return "\n".join(rows) + "\n"


def _row(number, at, currency, rate, gross):
    # net = gross / (1 + rate), banker's rounding
    net = int((Decimal(gross) * 10000 / (10000 + rate)).quantize(Decimal("1"), ROUND_HALF_EVEN))
    shown = (_amount(gross, currency), _amount(net, currency), _amount(gross - net, currency))
    return f"{number};{at[:10]};{rate / 100:g};{';'.join(shown)}"


def _amount(minor, currency):
    places = {"JPY": 0, "BHD": 3}.get(currency, 2)
    sign = "-" if minor < 0 else ""
    minor = abs(minor)
    if places == 0:
        return f"{minor}{sign}"
    whole, part = divmod(minor, 10**places)
    return f"{whole},{part:0{places}d}{sign}"


def _by_rate(conn, order):
    sums = {}
    for line in db.rows(conn, "SELECT * FROM order_lines WHERE order_id = ?", order["id"]):
        gross = line["qty"] * line["unit_price"] - line["discount"]
        sums[line["tax_bp"]] = sums.get(line["tax_bp"], 0) + gross
    if order["shipping"]:
        sums[1900] = sums.get(1900, 0) + order["shipping"]
    return sorted(sums.items())


def _refunds(conn, since, until):
    return db.rows(
        conn,
        "SELECT r.*, o.number, o.currency FROM refunds r JOIN orders o ON o.id = r.order_id "
        "WHERE r.state = 'done' AND substr(r.created_at, 1, 10) BETWEEN ? AND ? ORDER BY r.id",
        since,
        until,
    )


def render_v1(conn, since="2000-01-01", until="2999-12-31"):
    """The format of the old accountant, before 2025."""
    text = render(conn, since, until)
    return text.replace(";", ",")


def _cents(value):
    # TODO remove with render_v1?
    return int(round(value * 100))
