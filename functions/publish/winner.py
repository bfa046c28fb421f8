"""Chooses the classifier that production uses."""

import math
from collections.abc import Iterable

from contracts.options import Rule
from contracts.summary import ALL_TIERS, Summary

_MOST_UNPRICED = 0.1  # chosen: as the default of maxHoleShare


def winner(
    summaries: Iterable[Summary],
    min_accuracy: float,
    max_p95_latency_ms: int | None,
    rule: Rule = Rule.WILSON,
) -> Summary | None:
    """Return the cheapest candidate that is proven and fast enough; else the fastest proven one;
    else the most accurate one; None without graded cases. An unknown cost or latency counts as
    infinite.
    """
    known = [s for s in summaries if s.tier == ALL_TIERS and s.route is None and s.cases > 0]
    accurate = [s for s in known if proven(s, min_accuracy, rule)]
    fast = [s for s in accurate if max_p95_latency_ms is None or _p95(s) <= max_p95_latency_ms]
    if fast:
        return min(fast, key=lambda s: (_price(s), -_accuracy(s)))
    if accurate:
        return min(accurate, key=lambda s: (_p95(s), _price(s)))
    return min(known, key=lambda s: (-_accuracy(s), _price(s)), default=None)


def proven(summary: Summary, min_accuracy: float, rule: Rule) -> bool:
    found = summary.accuracy if rule is Rule.MEAN else summary.lower
    return found is not None and found >= min_accuracy


def _accuracy(summary: Summary) -> float:
    return summary.accuracy or 0.0


def _price(summary: Summary) -> float:
    cost = summary.cost_for_ranking(_MOST_UNPRICED)
    return math.inf if cost is None else cost


def _p95(summary: Summary) -> float:
    return math.inf if summary.p95_latency_ms is None else summary.p95_latency_ms
