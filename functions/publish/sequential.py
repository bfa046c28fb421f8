"""Measuring in steps: after each look only those go on who can still change who serves."""

from collections.abc import Iterable

from contracts.statistics import wilson
from contracts.table import Candidate
from functions.publish.rank import NEAR_COST

# One-sided confidence at which a candidate below the bar is given up early.
FUTILITY = 0.85


def going_on(
    candidates: Iterable[Candidate],
    min_accuracy: float,
    objected: frozenset[str] = frozenset(),
    fallback: str | None = None,
) -> list[str]:
    """The models that another look should measure in this stratum.

    Out go those that may serve already, those whose one-sided 85 % upper bound is under the bar,
    and those dearer than one that may serve: no result of theirs would change who does. One may
    serve when it is proven (`meets_threshold`) and not `objected` to. Who is proven and objected
    to goes on, and with anybody the fallback does, to be compared on the same cases.
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
    cases = candidate.cases
    return not cases or wilson(candidate.accuracy * cases, cases, FUTILITY)[1] >= min_accuracy
