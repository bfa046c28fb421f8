"""Chooses the classifier that production uses."""

import math
from collections.abc import Iterable

from contracts.options import Rule
from contracts.summary import ALL_TIERS, Summary

MOST_UNPRICED = 0.1  # chosen: as the default of maxHoleShare


def winner(
    summaries: Iterable[Summary],
    min_accuracy: float,
    max_p95_latency_ms: int | None,
    rule: Rule = Rule.WILSON,
) -> Summary | None:
    """Return the candidate of the least expected loss that is proven and fast enough; else the
    fastest proven one; else the one of the least loss; None without graded cases. An unknown cost
    or latency counts as infinite.

    Where the expected loss of a candidate is unknown, and by `Rule.MEAN`, the cheapest proven one
    wins, and the most accurate where none is proven, as in the reference system.
    """
    known = [s for s in summaries if s.tier == ALL_TIERS and s.route is None and s.cases > 0]
    accurate = [s for s in known if proven(s, min_accuracy, rule)]
    fast = [s for s in accurate if max_p95_latency_ms is None or _p95(s) <= max_p95_latency_ms]
    if accurate and not fast:
        return min(accurate, key=lambda s: (_p95(s), _price(s)))
    pool, loss = fast or known, _losses(fast or known, rule)
    if fast:
        return min(pool, key=lambda s: (loss[s.model], _price(s), -_accuracy(s)))
    return min(pool, key=lambda s: (loss[s.model], -_accuracy(s), _price(s)), default=None)


def proven(summary: Summary, min_accuracy: float, rule: Rule) -> bool:
    found = summary.accuracy if rule is Rule.MEAN else summary.lower
    return found is not None and found >= min_accuracy


def _losses(pool: Iterable[Summary], rule: Rule) -> dict[str, float]:
    """Return the expected loss of each candidate in USD; 0 for all where it cannot be compared."""
    found = {s.model: s.expected_loss_usd for s in pool if _price(s) < math.inf}
    if rule is Rule.MEAN or None in found.values():
        return dict.fromkeys((s.model for s in pool), 0.0)
    known = {model: loss for model, loss in found.items() if loss is not None}
    return {s.model: known.get(s.model, math.inf) for s in pool}


def _accuracy(summary: Summary) -> float:
    return summary.accuracy or 0.0


def _price(summary: Summary) -> float:
    cost = summary.cost_for_ranking(MOST_UNPRICED)
    return math.inf if cost is None else cost


def _p95(summary: Summary) -> float:
    return math.inf if summary.p95_latency_ms is None else summary.p95_latency_ms
