"""Which events count, after duplicates, corrections and retractions (docs/metering.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from meterbook.model import Event


@dataclass(frozen=True)
class Fact:
    """What one usage event says in the end. `known` is when we had heard all of it."""

    customer: str
    id: str
    meter: str
    quantity: Decimal
    at: datetime
    known: datetime


def resolve(events: Iterable[Event]) -> list[Fact]:
    """The facts, by customer and id. The order in which events are given does not matter."""
    usage: dict[tuple[str, str], Event] = {}
    changes: dict[tuple[str, str], Event] = {}
    for event in events:
        kept = usage if event.kind == "usage" else changes
        key = (event.customer, event.id)
        kept[key] = min(kept.get(key, event), event, key=_first)
    about: dict[tuple[str, str], list[Event]] = {}
    for change in changes.values():
        about.setdefault((change.customer, change.target), []).append(change)
    facts = (_fact(usage[key], about.get(key, [])) for key in sorted(usage))
    return [fact for fact in facts if fact is not None]


def _first(event):
    """Of two events with one id the one received first counts; at the same second the smaller one."""
    return (
        event.received,
        event.kind,
        event.meter or "",
        event.target or "",
        event.quantity if event.quantity is not None else Decimal(-1),
        event.at or event.received,
        event.revision,
    )


def _fact(event, changes):
    if any(change.kind == "retraction" for change in changes):
        return None
    best = max(changes, key=lambda c: (c.revision, c.received, c.id), default=None)
    if best is None:
        return Fact(event.customer, event.id, event.meter, event.quantity, event.at, event.received)
    return Fact(
        event.customer,
        event.id,
        event.meter,
        best.quantity,
        best.at or event.at,
        max(event.received, best.received),
    )


def orphans(events: Iterable[Event]) -> list[Event]:
    """Corrections and retractions whose usage event has not come (yet)."""
    events = list(events)
    known = {(e.customer, e.id) for e in events if e.kind == "usage"}
    return [e for e in events if e.kind != "usage" and (e.customer, e.target) not in known]
