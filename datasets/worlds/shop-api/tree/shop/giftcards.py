"""Gift cards. Amounts are in major units (floats) until they are migrated, see docs/money.md."""

import csv

from shop import audit, db
from shop.clock import stamp
from shop.errors import Conflict, Invalid, NotFound
from shop.money import EXPONENTS, exponent
from shop.webhooks import outbox


def balance(conn, code):
    """Return the balance in major units. Raises NotFound."""
    return _card(conn, code)["balance"]


def _card(conn, code):
    found = db.one(conn, "SELECT * FROM gift_card_balances WHERE code = ?", code.strip().upper())
    if found is None:
        raise NotFound(f"no gift card {code}")
    return dict(found)


def view(conn, code):
    """Return a card as the API shows it: the balance as a number in major units."""
    card = _card(conn, code)
    places = exponent(card["currency"])
    return {
        "code": card["code"],
        "currency": card["currency"],
        "balance": round(card["balance"], places),
        "blocked": bool(card["blocked"]),
    }


def issue(ctx, code, currency, amount, customer_id=None):
    """Make a card with an amount in major units."""
    if currency not in EXPONENTS or amount <= 0:
        raise Invalid("a gift card needs a known currency and an amount above 0")
    with db.transaction(ctx.conn):
        ctx.conn.execute(
            "INSERT INTO gift_cards (code, currency, issued, customer_id, issued_at) VALUES (?, ?, ?, ?, ?)",
            (code, currency, amount, customer_id, stamp(ctx.clock.now())),
        )
        _entry(ctx, code, amount, "issue")
        audit.record(ctx, "giftcard.issue", "giftcard", code, {}, {"amount": amount})
        outbox.emit(ctx, "giftcard.issued", {"code": code, "amount": f"{amount:.2f}", "currency": currency})


def redeem_up_to(ctx, code, order):
    """Pay as much of an order as a card has; return that in minor units."""
    card = _card(ctx.conn, code)
    if card["blocked"] or card["currency"] != order["currency"]:
        raise Conflict(f"gift card {code} cannot be used for this order")
    factor = 10 ** exponent(order["currency"])
    part = min(round(card["balance"] * factor), order["total"])
    if part > 0:
        _entry(ctx, card["code"], -part / factor, "redeem", order["id"])
    return max(part, 0)


def give_back(ctx, code, amount, order_id):
    """Return an amount in minor units to a card, when an order is refunded."""
    with db.transaction(ctx.conn):
        card = _card(ctx.conn, code)
        major = amount / 10 ** exponent(card["currency"])
        _entry(ctx, card["code"], major, "return", order_id)
        audit.record(ctx, "giftcard.return", "giftcard", card["code"], {}, {"amount": major})
    return balance(ctx.conn, code)


def _entry(ctx, code, amount, kind, order_id=None):
    ctx.conn.execute(
        "INSERT INTO gift_card_entries (code, amount, kind, order_id, at) VALUES (?, ?, ?, ?, ?)",
        (code, amount, kind, order_id, stamp(ctx.clock.now())),
    )


def import_csv(ctx, path):
    """Issue the cards of a supplier's file (code;currency;amount, amounts like 25,00)."""
    with open(path, newline="", encoding="utf-8") as lines, db.transaction(ctx.conn):
        count = 0
        for row in csv.DictReader(lines, delimiter=";"):
            issue(ctx, row["code"], row["currency"], float(row["amount"].replace(",", ".")))
            count += 1
    return count


def liabilities(conn):
    """Return currency → sum of all balances, in major units; blocked cards count too."""
    found = db.rows(
        conn, "SELECT currency, SUM(balance) AS n FROM gift_card_balances GROUP BY currency"
    )
    return {row["currency"]: row["n"] for row in found}
