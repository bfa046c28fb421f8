"""Computes the summary of a candidate in a tier or on a route."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from contracts.failure import FailureCause
from contracts.result import CaseResult
from contracts.rounding import half_up, in_order, whole
from contracts.statistics import effective_cases, mean_bounds, wilson
from contracts.summary import Summary
from contracts.tier import Tier


def summarize(
    model: str,
    tier: Tier | str,
    results: Iterable[CaseResult],
    confidence: float,
    route: str | None = None,
) -> Summary:
    """Return the summary of `results`. Accuracy is the mean over cases of each case's mean score
    over its repetitions; cost (USD) and latency (ms) are means over graded results. Unknown costs
    are left out of the mean and counted; if all are unknown, so is the mean. Results without a
    grade are `holes`.
    """
    rows = list(results)
    graded = [r for r in rows if r.graded]
    scores = list(scores_of(graded).values())
    total = in_order(scores)
    independent = effective_cases(skills_of(graded).values())
    share = total / max(len(scores), 1)
    bounds = wilson(share * independent, independent, confidence) if scores else (None, None)
    return Summary.from_wire(
        {
            "model": model,
            "tier": tier,
            "route": route,
            "accuracy": half_up(total / len(scores), 4) if scores else None,
            "lower": bounds[0],
            "upper": bounds[1],
            "confidence": confidence,
            "cases": len(scores),
            "effectiveCases": half_up(independent, 1),
            "passes": sum(score >= 0.5 for score in scores),
            "holes": len(rows) - len(graded),
            "hole_share": half_up(1 - len(graded) / len(rows), 4) if rows else 0.0,
            **_spread(graded),
            **_unknown_costs(graded),
            **_cost_bounds(graded, confidence),
            "errors": sum(r.is_error for r in rows),
            "formats": sum(r.cause is FailureCause.FORMAT for r in rows),
            "timeouts": sum(r.cause is FailureCause.TIMEOUT for r in rows),
            "cause": _cause(r for r in rows if not r.graded) if not scores else None,
        }
    )


def scores_of(graded: Iterable[CaseResult]) -> dict[str, float]:
    """Return the mean score of each case over its repetitions."""
    return _by_case((r.case_id, r.score) for r in graded)


def skills_of(graded: Iterable[CaseResult]) -> dict[str, str]:
    """Return the skill of each case; a case without one is of a skill of its own."""
    return {r.case_id: r.skill or f"case {r.case_id}" for r in graded}


def _by_case(values: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, list[float]] = defaultdict(list)
    for case_id, value in values:
        found[case_id].append(value)
    return {case_id: in_order(of) / len(of) for case_id, of in found.items()}


def _cost_bounds(graded: Iterable[CaseResult], confidence: float) -> dict[str, float | None]:
    costs = _by_case((r.case_id, r.cost_usd) for r in graded if r.cost_usd is not None)
    bounds = mean_bounds(list(costs.values()), confidence)
    if bounds is None:
        return {}
    low, high = bounds
    return {"costLowerUsd": half_up(max(0.0, low), 8), "costUpperUsd": half_up(high, 8)}


def _unknown_costs(graded: Sequence[CaseResult]) -> dict[str, float | int | None]:
    n, unpriced = len(graded), sum(r.cost_usd is None for r in graded)
    least = in_order(r.least_cost_usd for r in graded)
    return {
        "unpriced": unpriced,
        "unpricedShare": half_up(unpriced / n, 4) if n else 0.0,
        "costAtLeastUsd": half_up(least / n, 8) if n else None,
    }


def _spread(graded: Sequence[CaseResult]) -> dict[str, float | int | None]:
    costs = [r.cost_usd for r in graded if r.cost_usd is not None]
    latencies = sorted(r.latency_ms for r in graded)
    n = len(latencies)
    return {
        "avgCostUsd": half_up(in_order(costs) / len(costs), 8) if costs else None,
        "avgLatencyMs": whole(sum(latencies) / n) if n else None,
        "p50LatencyMs": latencies[n // 2] if n else None,
        "p95LatencyMs": latencies[min(n - 1, math.ceil(0.95 * n) - 1)] if n else None,
    }


def _cause(holes: Iterable[CaseResult]) -> FailureCause | None:
    causes = Counter(r.cause for r in holes if r.cause)
    return causes.most_common(1)[0][0] if causes else None
