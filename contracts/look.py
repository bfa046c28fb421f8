"""Measuring in steps: after each look only those are measured on who can still win."""

from collections.abc import Iterable, Mapping, Sequence

from contracts.model import Count, Text, Wire
from contracts.tier import Tier

_SHARES = {1: (1.0,), 2: (0.4, 0.6), 3: (0.2, 0.3, 0.5)}
MOST_LOOKS = max(_SHARES)


class Look(Wire):
    """A further look of a run, the first one not counted: `going` names by candidate the tiers in
    which it is measured on."""

    number: Count
    going: dict[Text, tuple[Tier, ...]]


def span(looks: Sequence[int], number: int, cases: int) -> range:
    """The places of the cases of a tier that look `number` (from 0) adds, as far as the tier's
    `cases` go. Without `looks` the first one takes all."""
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


def spend(confidence: float, looks: int) -> tuple[float, ...]:
    """The confidence of each of 1 to 3 looks whose errors add up to 1 - `confidence`: at 90 %
    and three looks the errors are .02, .03 and .05.

    The shares are fixed in advance (alpha spending, Lan and DeMets 1983) and added up without use
    of the correlation between looks (Bonferroni), which errs on the safe side. Raises KeyError
    for more looks."""
    return tuple(1 - (1 - confidence) * share for share in _SHARES[looks])
