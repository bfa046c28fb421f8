"""Compares the router with a random draw between two models that costs the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from contracts.evaluation import Comparison, Policy
from functions.evaluate.compare import router
from functions.evaluate.estimates import of_cost_differences, of_costs, of_differences, of_scores
from functions.evaluate.router import Routed


@dataclass(frozen=True)
class _Case:
    """Scores and USD of one case by the router, the cheapest model and the best one."""

    group: str
    scores: tuple[float, float, float]
    costs: tuple[float, float, float]


def equal_cost_mix(cases: Sequence[Routed], confidence: float) -> Comparison | None:
    """Return the comparison with the draw that gives a share w of the cases to the best model and
    the rest to the cheapest; None without a case of which all three costs are known.

    w makes the mean costs equal: w = (C_router - C_cheap) / (C_best - C_cheap), at most 1 and at
    least 0. Its accuracy is (1-w) A_cheap + w A_best, computed and not drawn. As w is estimated
    on the same cases, the difference of accuracies D has the variance of the means of
    d - g (A_best - A_cheap) / (C_best - C_cheap), where d and g are the differences of score and
    USD of a case to its mixed ones (delta method, Oehlert 1992).
    """
    found = [each for case in cases if (each := _case(case))]
    if not found:
        return None
    share, slope = _share(found)
    mixed = [(c.group, _mixed(c.scores, share), _mixed(c.costs, share)) for c in found]
    gains = [c.scores[0] - score for c, (_, score, _) in zip(found, mixed, strict=True)]
    extra = [c.costs[0] - usd for c, (_, _, usd) in zip(found, mixed, strict=True)]
    return Comparison(
        policy=Policy.EQUAL_COST_MIX,
        accuracy=of_scores([(group, score) for group, score, _ in mixed], confidence),
        cost_usd=of_costs([(group, usd) for group, _, usd in mixed], confidence),
        accuracy_difference=of_differences(
            [(c.group, d - slope * g) for c, d, g in zip(found, gains, extra, strict=True)],
            confidence,
        ),
        cost_difference_usd=of_cost_differences(
            [(c.group, g) for c, g in zip(found, extra, strict=True)], confidence
        ),
        best_share=share,
    )


def _case(case: Routed) -> _Case | None:
    outcomes = (router(case), case.outcome(case.cheapest), case.outcome(case.best))
    known = [o for o in outcomes if o and o.cost_usd is not None]
    if len(known) < len(outcomes):
        return None
    scores, costs = zip(*((o.score, o.cost_usd) for o in known), strict=True)
    return _Case(case.subject.group, scores, costs)


def _share(found: Sequence[_Case]) -> tuple[float, float]:
    """Return w, and by how much accuracy rises with each USD of the mix; 0 where w is cut off."""
    score, usd = (
        [fmean(getattr(c, name)[n] for c in found) for n in range(3)]
        for name in ("scores", "costs")
    )
    span = usd[2] - usd[1]
    share = (usd[0] - usd[1]) / span if span > 0 else float(usd[0] > usd[1])
    inside = span > 0 and 0 <= share <= 1
    return min(1.0, max(0.0, share)), (score[2] - score[1]) / span if inside else 0.0


def _mixed(values: tuple[float, float, float], share: float) -> float:
    return (1 - share) * values[1] + share * values[2]
