"""Numbers that a human reads: ORD-2025-00017."""

from shop import db


def next_number(conn, name):
    """Return the next value of a sequence, beginning with 1."""
    with db.transaction(conn):
        conn.execute(
            "INSERT INTO sequences (name, value) VALUES (?, 1) "
            "ON CONFLICT (name) DO UPDATE SET value = value + 1",
            (name,),
        )
        return db.one(conn, "SELECT value FROM sequences WHERE name = ?", name)["value"]


def order_number(conn, now):
    return f"ORD-{now.year}-{next_number(conn, f'order-{now.year}'):05d}"
