"""Entries: made as drafts, posted, reversed. What they may be, the triggers say (docs/guards.md)."""

from quire import db
from quire.errors import QuireError
from quire.money import to_base
from quire.rates import rate_on


def draft(conn, day, memo, lines, source="manual", ref=None, reverses=None):
    """Make a draft; return its id. A line is (account, currency, amount) or (…, base) or (…, base, centre);
    without a base it is converted at the rate of the day."""
    with db.transaction(conn):
        actor, now = conn.execute("SELECT actor, now FROM v_session").fetchone()
        entry = conn.execute(
            "INSERT INTO entries (posted_on, memo, source, ref, reverses, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (day, memo, source, ref, reverses, actor or "nobody", now or ""),
        ).lastrowid
        for line in lines:
            add_line(conn, entry, *line)
    return entry


def add_line(conn, entry, account, currency, amount, base=None, centre=None):
    if base is None:
        day = db.value(conn, "SELECT posted_on FROM entries WHERE id = ?", entry)
        base = in_base(conn, currency, amount, day)
    return conn.execute(
        "INSERT INTO lines (entry_id, account, currency, amount_minor, base_minor, centre) VALUES (?, ?, ?, ?, ?, ?)",
        (entry, account, currency, amount, base, centre),
    ).lastrowid


def in_base(conn, currency, amount, day):
    """Return an amount in the base currency at the rate of a day. Raises NoRate."""
    if currency == db.setting(conn, "base_currency"):
        return amount
    exponent = db.value(conn, "SELECT exponent FROM currencies WHERE code = ?", currency)
    return to_base(amount, exponent, rate_on(conn, currency, day))


def post(conn, entry):
    with db.transaction(conn):
        changed = conn.execute("UPDATE entries SET state = 'posted' WHERE id = ? AND state = 'draft'", (entry,))
        if changed.rowcount != 1:
            raise QuireError(f"no draft {entry}")


def book(conn, day, memo, lines, **more):
    """Make an entry and post it; return its id."""
    with db.transaction(conn):
        entry = draft(conn, day, memo, lines, **more)
        post(conn, entry)
    return entry


def reverse(conn, entry, day, source="adjust", ref=None):
    """Post the opposite of an entry; return the id of the reversal."""
    lines = conn.execute(
        "SELECT account, currency, -amount_minor, -base_minor, centre FROM lines WHERE entry_id = ? ORDER BY id", (entry,)
    ).fetchall()
    memo = db.value(conn, "SELECT memo FROM entries WHERE id = ?", entry)
    return book(conn, day, f"reversal: {memo}", lines, source=source, ref=ref, reverses=entry)
