"""Compares a candidate with the fallback: it may serve only if it is shown to be as good."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contracts.statistics import paired_lower
from contracts.table import Candidate


@dataclass(frozen=True)
class Fallback:
    """The fallback model. `differences` returns a model's scores less the fallback's, one for each
    case that both have, or for each skill where cases share one. As good means worse by at most
    `margin`.
    """

    model: str
    margin: float
    differences: Callable[[str], Sequence[float]]


def objection(candidate: Candidate, beside: Candidate, to: Fallback, confidence: float) -> str:
    """Return why `candidate` may not replace `beside`, the fallback's candidate; empty when it may.
    The lower bound of its mean difference on the same cases has to be at least -`margin`
    (non-inferiority), and above 0 if it is more expensive.
    """
    if candidate.model == to.model:
        return ""
    found = to.differences(candidate.model)
    lower = paired_lower(found, confidence) if found else -1.0
    seen = f"on {len(found)} independent shared cases its accuracy may be {abs(lower):.3f} lower"
    if lower < -to.margin:
        return f"{candidate.model} is not shown to be as good as {to.model}: {seen}"
    if candidate.avg_cost_usd > beside.avg_cost_usd and lower <= 0:
        unproven = f"more expensive than {to.model} and not shown to be better"
        return f"{candidate.model} is {unproven}: {seen}"
    return ""
