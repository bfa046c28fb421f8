"""Selects the candidates that another look should measure: those that can change the winner."""

from collections.abc import Iterable

from contracts.statistics import wilson
from contracts.table import Candidate
from functions.publish.rank import NEAR_COST

# chosen: one-sided confidence to give up a candidate below the bar, see docs/statistics.md.
FUTILITY = 0.85


def going_on(
    candidates: Iterable[Candidate],
    min_accuracy: float,
    objected: frozenset[str] = frozenset(),
    fallback: str | None = None,
) -> list[str]:
    """Return the models that another look should measure in this tier.

    Left out are candidates that may serve already, those whose one-sided 85 % upper bound is below
    the bar, and those more expensive than one that may serve: none of them would change the winner.
    A candidate may serve when it is proven (`meets_threshold`) and not in `objected`. The fallback
    is measured whenever another is, to be compared on the same cases.
    """
    found = list(candidates)
    may = [c for c in found if c.meets_threshold and c.model not in objected]
    ceiling = min((c.avg_cost_usd for c in may), default=float("inf")) * NEAR_COST
    going = [
        c.model
        for c in found
        if c not in may and c.avg_cost_usd <= ceiling and _hopeful(c, min_accuracy)
    ]
    if fallback and going and fallback not in going:
        return [c.model for c in found if c.model in going or c.model == fallback]
    return going


def _hopeful(candidate: Candidate, min_accuracy: float) -> bool:
    cases = candidate.effective_cases
    return not cases or wilson(candidate.accuracy * cases, cases, FUTILITY)[1] >= min_accuracy
