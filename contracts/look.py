"""Interim analyses: after each look, only candidates that can still win are measured further."""

from collections.abc import Iterable, Mapping, Sequence

from contracts.control_record import ControlRecord
from contracts.scalars import Count, Text
from contracts.tier import Tier


class Look(ControlRecord):
    """A look after the first. `going` names by candidate the tiers in which it is measured
    further.
    """

    number: Count
    going: dict[Text, tuple[Tier, ...]]


def span(looks: Sequence[int], number: int, cases: int) -> range:
    """Return the places of the cases of a tier that look `number` (from 0) adds, within the tier's
    `cases`. Without `looks` the first look has all cases.
    """
    ends = [min(end, cases) for end in looks] or [cases]
    return range(ends[number - 1] if number else 0, ends[number])


def places(
    looks: Sequence[int], further: Iterable[Look], candidate: str, tier: Tier, cases: int
) -> list[int]:
    """Return the places of the cases of a tier that a candidate has to do, with `further` looks."""
    numbers = [0, *(look.number for look in further if tier in look.going.get(candidate, ()))]
    return [place for number in numbers for place in span(looks, number, cases)]


def expected(
    looks: Sequence[int], further: Sequence[Look], candidate: str, tiers: Mapping[Tier, int]
) -> int:
    """Return how many cases of all tiers a candidate has to do; `tiers` counts the run's cases."""
    return sum(len(places(looks, further, candidate, tier, n)) for tier, n in tiers.items())
