"""Rows to records and back."""

from datetime import date
from decimal import Decimal

from meterbook.errors import UnknownRef
from meterbook.model import Credit, Customer, Event, Subscription
from meterbook.period import instant
from meterbook.store import folded

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def _day(text):
    return date.fromisoformat(text) if text else None


def add_customer(db, row: dict) -> None:
    db.execute(
        "INSERT INTO customers VALUES (:id, :name, :region, :currency, :utc_offset, :tax_class, :vat_id, :paused)",
        {
            "utc_offset": 0,
            "tax_class": "standard",
            "vat_id": None,
            "paused": row.get("dunning_paused_until"),
            **row,
        },
    )


def customer(db, key: str) -> Customer:
    row = db.execute("SELECT * FROM customers WHERE id = ?", (key,)).fetchone()
    if row is None:
        raise UnknownRef(f"customer {key!r} does not exist")
    return Customer(**{**dict(row), "dunning_paused_until": _day(row["dunning_paused_until"])})


def customers(db) -> list[Customer]:
    return [customer(db, row["id"]) for row in db.execute("SELECT id FROM customers ORDER BY id").fetchall()]


def add_subscription(db, row: dict) -> None:
    db.execute(
        "INSERT INTO subscriptions VALUES (:id, :customer, :plan, :start, :until, :seats, :discount)",
        {"until": None, "seats": 1, "discount": "0", **row},
    )


def subscriptions(db, key: str) -> list[Subscription]:
    rows = db.execute("SELECT * FROM subscriptions WHERE customer = ? ORDER BY id", (key,))
    return [
        Subscription(
            **{
                **dict(row),
                "start": _day(row["start"]),
                "until": _day(row["until"]),
                "discount": Decimal(row["discount"]),
            }
        )
        for row in rows
    ]


def add_event(db, event: Event) -> None:
    db.execute(
        "INSERT INTO events (customer, id, kind, received, meter, quantity, at, target, revision)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.customer,
            event.id,
            event.kind,
            event.received.strftime(_MOMENT),
            event.meter,
            None if event.quantity is None else str(event.quantity),
            event.at.strftime(_MOMENT) if event.at else None,
            event.target,
            event.revision,
        ),
    )
    folded.fold(db, event)


def events(db, key: str) -> list[Event]:
    rows = db.execute("SELECT * FROM events WHERE customer = ? ORDER BY seq", (key,))
    return [
        Event(
            customer=row["customer"],
            id=row["id"],
            kind=row["kind"],
            received=instant(row["received"]),
            meter=row["meter"],
            quantity=None if row["quantity"] is None else Decimal(row["quantity"]),
            at=instant(row["at"]) if row["at"] else None,
            target=row["target"],
            revision=row["revision"],
        )
        for row in rows
    ]


def credits(db, key: str) -> list[Credit]:
    rows = db.execute("SELECT * FROM credits WHERE customer = ? ORDER BY id", (key,))
    return [
        Credit(
            row["id"],
            row["customer"],
            row["kind"],
            row["left"],
            _day(row["granted"]),
            _day(row["expires"]),
            row["scope"],
        )
        for row in rows
    ]
