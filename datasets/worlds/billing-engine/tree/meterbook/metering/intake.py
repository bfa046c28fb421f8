"""Reads lines of events (JSON) into records. Nothing is decided here about what counts."""

import json
from decimal import Decimal, InvalidOperation

from meterbook.errors import BadEvent
from meterbook.model import Event
from meterbook.period import instant

KINDS = ("usage", "correction", "retraction")


def read_event(text: str) -> Event:
    try:
        row = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except ValueError as error:
        raise BadEvent(f"no JSON: {error}") from None
    if not isinstance(row, dict):
        raise BadEvent("an event is a JSON object")
    try:
        event = _event(row)
    except KeyError as error:
        raise BadEvent(f"field {error.args[0]} is missing") from None
    except (ValueError, TypeError, InvalidOperation) as error:
        raise BadEvent(str(error)) from None
    _check(event)
    return event


def _event(row):
    kind = row.get("kind", "usage")
    if kind not in KINDS:
        raise BadEvent(f"kind {kind!r} is none of {', '.join(KINDS)}")
    return Event(
        customer=row["customer"],
        id=row["id"],
        kind=kind,
        received=instant(row["received"]),
        meter=row["meter"] if kind == "usage" else None,
        quantity=_quantity(row["quantity"]) if kind != "retraction" else None,
        at=instant(row["at"]) if kind == "usage" or row.get("at") else None,
        target=None if kind == "usage" else row["target"],
        revision=0 if kind == "usage" else int(row.get("revision", 1)),
    )


def _quantity(value):
    return Decimal(value)


def _check(event):
    if event.quantity is not None and (not event.quantity.is_finite() or event.quantity < 0):
        raise BadEvent(f"{event.id}: quantity {event.quantity} is negative or no number")
    if event.kind != "usage" and event.revision < 1:
        raise BadEvent(f"{event.id}: revision starts at 1")
    if event.at is not None and event.at > event.received:
        raise BadEvent(f"{event.id}: happened after it was received")


def read_lines(lines) -> tuple[list[Event], list[tuple[int, str]]]:
    """All events of a file, and for each bad line its number and what is wrong with it."""
    good, bad = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            good.append(read_event(line))
        except BadEvent as error:
            bad.append((number, str(error)))
    return good, bad
