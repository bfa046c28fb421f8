"""Invoices and bills as the invoicing tool exports them, and their payment."""

import csv

from quire import db, journal
from quire.errors import QuireError
from quire.money import parse


def load(conn, path):
    """Read ref,party,account,currency,total,paid,issued_on,due_on; what is known gets the new `paid` only."""
    exponents = dict(tuple(row) for row in conn.execute("SELECT code, exponent FROM currencies"))
    with open(path, newline="", encoding="utf-8") as lines, db.transaction(conn):
        for row in csv.DictReader(lines):
            conn.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (ref) DO UPDATE SET paid = excluded.paid",
                (
                    row["ref"], row["party"], row["account"], row["currency"], parse(row["total"], exponents[row["currency"]]),
                    float(row["paid"] or 0), row["issued_on"], row["due_on"],
                ),
            )


def pay(conn, ref, day, bank_account, amount):
    """Post the payment of a document on a bank account of its currency; return the entry."""
    row = conn.execute("SELECT * FROM documents WHERE ref = ?", (ref,)).fetchone()
    if row is None:
        raise QuireError(f"no document {ref}")
    base = journal.in_base(conn, row["currency"], amount, day)
    lines = [(bank_account, row["currency"], amount, base), (row["account"], row["currency"], -amount, -base)]
    return journal.book(conn, day, f"paid {ref}", lines, source="sales" if amount > 0 else "purchase")
