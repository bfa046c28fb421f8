"""Facts in the database, kept up to date as events come in (docs/metering.md, Folding)."""

from decimal import Decimal

from meterbook.metering.resolve import Fact, resolve
from meterbook.model import Event
from meterbook.period import instant

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def fold(db, event: Event) -> None:
    """Keep the event if it is the first received of its id. Runs in the transaction that stores it."""
    table = "usage" if event.kind == "usage" else "change"
    rows = db.execute(
        "SELECT * FROM folded WHERE customer = ? AND sort = ? AND id = ?", (event.customer, table, event.id)
    ).fetchall()
    kept = _first([event, *map(_event, rows)])
    if kept is event:
        db.execute(
            "INSERT OR REPLACE INTO folded VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (event.customer, table, event.id, event.kind, _text(event.received), event.meter,
             None if event.quantity is None else str(event.quantity), _text(event.at), event.target, event.revision),
        )


def facts(db, customer: str) -> list[Fact]:
    """The facts of a customer, by id."""
    rows = db.execute("SELECT * FROM folded WHERE customer = ?", (customer,))
    return resolve(map(_event, rows.fetchall()))


def _first(events):
    from meterbook.metering import resolve as rules

    return min(events, key=rules._first)


def _event(row):
    return Event(
        row["customer"], row["id"], row["kind"], instant(row["received"]), row["meter"],
        None if row["quantity"] is None else Decimal(row["quantity"]),
        instant(row["at"]) if row["at"] else None, row["target"], row["revision"],
    )


def _text(moment):
    return moment.strftime(_MOMENT) if moment else None
