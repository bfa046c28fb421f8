"""Measuring in steps: after each look only those are measured on who can still win."""

from collections.abc import Iterable, Mapping, Sequence

from contracts.control_record import ControlRecord
from contracts.scalars import Count, Text
from contracts.tier import Tier


class Look(ControlRecord):
    """A further look of a run, the first one not counted: `going` names by candidate the tiers in
    which it is measured on.
    """

    number: Count
    going: dict[Text, tuple[Tier, ...]]


def span(looks: Sequence[int], number: int, cases: int) -> range:
    """The places of the cases of a tier that look `number` (from 0) adds, as far as the tier's
    `cases` go. Without `looks` the first one takes all.
    """
    ends = [min(end, cases) for end in looks] or [cases]
    return range(ends[number - 1] if number else 0, ends[number])


def places(
    looks: Sequence[int], further: Iterable[Look], candidate: str, tier: Tier, cases: int
) -> list[int]:
    """Which cases of a tier a candidate is to be measured on, `further` looks included."""
    numbers = [0, *(look.number for look in further if tier in look.going.get(candidate, ()))]
    return [place for number in numbers for place in span(looks, number, cases)]


def expected(
    looks: Sequence[int], further: Sequence[Look], candidate: str, tiers: Mapping[Tier, int]
) -> int:
    """The cases of all tiers together; `tiers` counts those of the run."""
    return sum(len(places(looks, further, candidate, tier, n)) for tier, n in tiers.items())
