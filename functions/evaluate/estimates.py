"""Means over cases, with bounds."""

from collections.abc import Iterable, Sequence
from math import fsum

from contracts.evaluation import Estimate
from contracts.statistics import grouped_bounds

# A value of one case, with the name of its group.
Valued = tuple[str, float]


def of_scores(values: Iterable[Valued], confidence: float) -> Estimate:
    """Return the mean of scores from 0 to 1. The bounds come from the cases and two more, one
    passed and one failed (Agresti and Coull 1998), so that equal scores are not taken for
    certainty.
    """
    return _adjusted(list(values), confidence, 0.0, 1.0)


def of_differences(values: Iterable[Valued], confidence: float) -> Estimate:
    """Return the mean of differences of scores, from -1 to 1. The bounds come from the cases and
    one more in favour of each side, as those of `contracts.statistics.paired_lower` do.
    """
    return _adjusted(list(values), confidence, -1.0, 1.0)


def of_costs(values: Iterable[Valued], confidence: float) -> Estimate:
    """Return the mean of USD, with Student t bounds of which the lower one is at least 0."""
    found = of_cost_differences(values, confidence)
    if found.lower is None:
        return found
    return found.model_copy(update={"lower": max(0.0, found.lower)})


def of_cost_differences(values: Iterable[Valued], confidence: float) -> Estimate:
    """Return the mean of differences of USD, with Student t bounds."""
    found = list(values)
    lower, upper = grouped_bounds(found, confidence) or (None, None)
    return Estimate(mean=_mean(found), lower=lower, upper=upper, cases=len(found))


def _adjusted(values: Sequence[Valued], confidence: float, least: float, most: float) -> Estimate:
    mean = _mean(values)
    bounds = grouped_bounds([*values, ("+", most), ("-", least)], confidence)
    if mean is None or bounds is None:
        return Estimate(mean=mean, cases=len(values))
    lower, upper = max(least, min(bounds[0], mean)), min(most, max(bounds[1], mean))
    return Estimate(mean=mean, lower=lower, upper=upper, cases=len(values))


def _mean(values: Sequence[Valued]) -> float | None:
    return fsum(value for _, value in values) / len(values) if values else None
