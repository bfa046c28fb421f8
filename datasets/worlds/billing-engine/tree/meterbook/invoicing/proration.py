"""Cuts a month into the parts in which a subscription ran."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from meterbook.model import Subscription
from meterbook.period import Period, add_days


@dataclass(frozen=True)
class Segment:
    subscription: Subscription
    start: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.start).days


def segments(subscriptions: Iterable[Subscription], period: Period) -> list[Segment]:
    """The parts of a month, by subscription id, then start. Empty parts are left out."""
    after = add_days(period.last, 1)
    found = []
    for sub in subscriptions:
        start = max(sub.start, period.first)
        until = min(sub.until or after, after)
        if start < until:
            found.append(Segment(sub, start, until))
    return sorted(found, key=lambda part: (part.subscription.id, part.start))
