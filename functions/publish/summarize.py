"""Case results folded into the summary of a candidate in a tier."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from contracts.result import CaseResult, FailureCause
from contracts.rounding import half_up, whole
from contracts.summary import Summary
from contracts.tier import Tier
from functions.publish.statistics import wilson


def summarize(
    model: str, tier: Tier | str, results: Iterable[CaseResult], confidence: float
) -> Summary:
    """Accuracy is the mean over distinct cases of each case's mean score over its repetitions;
    cost and latency are means over graded results. Costs that are unknown are left out; with none
    known the cost is unknown. Only graded results count; the others are `holes`."""
    rows = list(results)
    graded = [r for r in rows if r.graded]
    scores = _scores(graded)
    total = math.fsum(scores)
    lower, upper = wilson(total, len(scores), confidence) if scores else (None, None)
    return Summary.from_wire(
        {
            "model": model,
            "tier": tier,
            "accuracy": half_up(total / len(scores), 4) if scores else None,
            "lower": lower,
            "upper": upper,
            "confidence": confidence,
            "cases": len(scores),
            "passes": sum(score >= 0.5 for score in scores),
            "holes": len(rows) - len(graded),
            "hole_share": half_up(1 - len(graded) / len(rows), 4) if rows else 0.0,
            **_spread(graded),
            "errors": sum(r.cause is not None for r in rows),
            "timeouts": sum(r.cause is FailureCause.TIMEOUT for r in rows),
            "cause": _cause(r for r in rows if not r.graded) if not scores else None,
        }
    )


def _scores(graded: Iterable[CaseResult]) -> list[float]:
    by_case: dict[str, list[float]] = defaultdict(list)
    for result in graded:
        by_case[result.case_id].append(result.score)
    return [math.fsum(scores) / len(scores) for scores in by_case.values()]


def _spread(graded: Sequence[CaseResult]) -> dict[str, float | int | None]:
    costs = [r.cost_usd for r in graded if r.cost_usd is not None]
    latencies = sorted(r.latency_ms for r in graded)
    n = len(latencies)
    return {
        "avgCostUsd": half_up(math.fsum(costs) / len(costs), 8) if costs else None,
        "avgLatencyMs": whole(sum(latencies) / n) if n else None,
        "p50LatencyMs": latencies[n // 2] if n else None,
        "p95LatencyMs": latencies[min(n - 1, math.ceil(0.95 * n) - 1)] if n else None,
    }


def _cause(holes: Iterable[CaseResult]) -> FailureCause | None:
    causes = Counter(r.cause for r in holes if r.cause)
    return causes.most_common(1)[0][0] if causes else None
