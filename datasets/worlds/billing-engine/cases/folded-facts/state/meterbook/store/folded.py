"""Facts in the database, kept up to date as events come in (docs/metering.md, Folding)."""

from decimal import Decimal

from meterbook.metering.resolve import Fact
from meterbook.model import Event
from meterbook.period import instant

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def fold(db, event: Event) -> None:
    """Take an event into account. Runs in the transaction that stores it."""
    if event.kind == "usage":
        _usage(db, event)
    else:
        _change(db, _row(event))


def facts(db, customer: str) -> list[Fact]:
    """The facts of a customer, by id."""
    rows = db.execute("SELECT * FROM facts WHERE customer = ? AND retracted = 0 ORDER BY id", (customer,))
    return [
        Fact(
            row["customer"],
            row["id"],
            row["meter"],
            Decimal(row["quantity"]),
            instant(row["at"]),
            instant(row["known"]),
        )
        for row in rows
    ]


def _usage(db, event):
    if _fact(db, event.customer, event.id):
        return  # sent again
    db.execute(
        "INSERT INTO facts (customer, id, meter, quantity, at, known) VALUES (?, ?, ?, ?, ?, ?)",
        (event.customer, event.id, event.meter, str(event.quantity), _text(event.at), _text(event.received)),
    )
    key = (event.customer, event.id)
    for row in db.execute("SELECT * FROM waiting WHERE customer = ? AND target = ?", key).fetchall():
        _change(db, dict(row))
    db.execute("DELETE FROM waiting WHERE customer = ? AND target = ?", key)


def _change(db, row):
    fact = _fact(db, row["customer"], row["target"])
    if fact is None:
        db.execute(
            "INSERT OR REPLACE INTO waiting VALUES (:customer, :target, :kind, :quantity, :at, :received, :revision)",
            row,
        )
    elif row["kind"] == "retraction":
        db.execute("UPDATE facts SET retracted = 1 WHERE customer = :customer AND id = :target", row)
    elif row["revision"] >= fact["revision"]:
        db.execute(
            "UPDATE facts SET quantity = :quantity, at = COALESCE(:at, at), known = :received,"
            " revision = :revision WHERE customer = :customer AND id = :target",
            row,
        )


def _fact(db, customer, key):
    return db.execute("SELECT * FROM facts WHERE customer = ? AND id = ?", (customer, key)).fetchone()


def _row(event):
    return {
        "customer": event.customer,
        "target": event.target,
        "kind": event.kind,
        "quantity": None if event.quantity is None else str(event.quantity),
        "at": _text(event.at) if event.at else None,
        "received": _text(event.received),
        "revision": event.revision,
    }


def _text(moment):
    return moment.strftime(_MOMENT)
