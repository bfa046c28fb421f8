"""Nobody serves who is not shown to be as good as the fallback."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contracts.statistics import paired_lower
from contracts.table import Candidate


@dataclass(frozen=True)
class Fallback:
    """`differences` are those of a model's scores to the fallback's on the cases that both have,
    1 where only the model passed; None for the fallback itself. As good means within `margin`.
    """

    model: str
    margin: float
    differences: Callable[[str], Sequence[float]]


def objection(candidate: Candidate, beside: Candidate, to: Fallback, confidence: float) -> str:
    """Why `candidate` may not serve instead of `beside`, the fallback's own candidate; empty when
    it may. It has to be non-inferior: the lower bound of its mean difference on the same cases
    lies above -`margin`. And it must not be dearer unless that bound is above 0.
    """
    if candidate.model == to.model:
        return ""
    found = to.differences(candidate.model)
    lower = paired_lower(found, confidence) if found else -1.0
    seen = f"on {len(found)} shared cases its accuracy may be {abs(lower):.3f} lower"
    if lower < -to.margin:
        return f"{candidate.model} is not shown to be as good as {to.model}: {seen}"
    if candidate.avg_cost_usd > beside.avg_cost_usd and lower <= 0:
        unproven = f"more expensive than {to.model} and not shown to be better"
        return f"{candidate.model} is {unproven}: {seen}"
    return ""
