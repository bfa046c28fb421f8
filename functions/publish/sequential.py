"""Measuring in steps: after each look only those go on who can still win."""

from collections.abc import Iterable

from contracts.table import Candidate
from functions.publish.statistics import FUTILITY, NEAR_COST, wilson


def going_on(candidates: Iterable[Candidate], min_accuracy: float) -> list[str]:
    """The models that another look should measure in this stratum.

    Out go those already proven (`meets_threshold`), those whose one-sided 85 % upper bound is
    under the bar, and those dearer than a proven one: no result of theirs would change the winner.
    """
    found = list(candidates)
    proven = [c.avg_cost_usd for c in found if c.meets_threshold]
    ceiling = min(proven) * NEAR_COST if proven else float("inf")
    return [
        c.model
        for c in found
        if not c.meets_threshold and c.avg_cost_usd <= ceiling and _hopeful(c, min_accuracy)
    ]


def _hopeful(candidate: Candidate, min_accuracy: float) -> bool:
    cases = candidate.cases
    return not cases or wilson(candidate.accuracy * cases, cases, FUTILITY)[1] >= min_accuracy
