"""The order of candidates within a tier."""

from collections.abc import Iterable

from contracts.table import Candidate, Rule


def rank(candidates: Iterable[Candidate], min_accuracy: float, rule: Rule) -> list[Candidate]:
    """Those that meet the bar first, cheapest first; the others by accuracy.

    The bar is held against the mean (`Rule.MEAN`) or the lower bound (`Rule.WILSON`); an incoming
    `meets_threshold` is ignored. The sort is stable.
    """
    judged = [
        c.model_copy(update={"meets_threshold": _evidence(c, rule) >= min_accuracy})
        for c in candidates
    ]
    return sorted(judged, key=_place)


def _evidence(candidate: Candidate, rule: Rule) -> float:
    if rule is Rule.MEAN:
        return candidate.accuracy
    return -1.0 if candidate.lower is None else candidate.lower


def _place(candidate: Candidate) -> tuple[bool, float, float]:
    if candidate.meets_threshold:
        return False, candidate.avg_cost_usd, -candidate.accuracy
    return True, -candidate.accuracy, candidate.avg_cost_usd
