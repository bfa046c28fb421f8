"""Orders the candidates of a tier or route; `select_server` selects the one that serves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from contracts.hot_record import replace
from contracts.options import Rule
from contracts.table import Candidate, Verdict

# chosen: two mean costs within 5 % count as equal.
NEAR_COST = 1.05


def rank(
    candidates: Iterable[Candidate],
    min_accuracy: float,
    rule: Rule,
    scores: Mapping[str, float] | None = None,
) -> list[Candidate]:
    """Return the candidates that meet the bar first, the cheapest first; then the others by
    accuracy.

    `Rule.WILSON` compares the lower bound with the bar. Among costs within 5 % of the cheapest the
    higher lower bound is first, then the lower p95. If no candidate meets the bar, the best of
    `scores`, made by `pooled`, is first. The order of the input does not matter.

    `Rule.MEAN` is the reference system's: it compares the mean with the bar, and the sort is
    stable. Earlier verdicts are ignored.
    """
    judged = judge(candidates, min_accuracy, rule)
    if rule is Rule.MEAN:
        return sorted(judged, key=_place)
    return _proven_first(sorted(judged, key=lambda c: c.model), scores or {})


def judge(candidates: Iterable[Candidate], min_accuracy: float, rule: Rule) -> list[Candidate]:
    """Return the candidates in the same order, with their verdicts."""
    return [_judged(c, verdict(c, min_accuracy, rule)) for c in candidates]


def _judged(candidate: Candidate, found: Verdict) -> Candidate:
    return replace(candidate, verdict=found, meets_threshold=found is Verdict.PROVEN)


def verdict(candidate: Candidate, min_accuracy: float, rule: Rule) -> Verdict:
    """Return the verdict. By `Rule.MEAN` the mean is both bounds, so that it is never open."""
    mean = rule is Rule.MEAN
    lower = candidate.accuracy if mean else candidate.lower
    upper = candidate.accuracy if mean else candidate.upper
    if lower is not None and lower >= min_accuracy:
        return Verdict.PROVEN
    return Verdict.REJECTED if upper is not None and upper < min_accuracy else Verdict.OPEN


def pooled(strata: Sequence[Iterable[Candidate]]) -> dict[str, float]:
    """Return the mean of each model's accuracies over all tiers. A model without a score
    in some tiers ranks behind a model with more scores: easy tiers alone would flatter it.
    """
    scores: dict[str, list[float]] = defaultdict(list)
    for candidates in strata:
        for candidate in candidates:
            scores[candidate.model].append(candidate.accuracy)
    return {model: fmean(of) - (len(strata) - len(of)) for model, of in scores.items()}


def _place(candidate: Candidate) -> tuple[bool, float, float]:
    if candidate.meets_threshold:
        return False, candidate.avg_cost_usd, -candidate.accuracy
    return True, -candidate.accuracy, candidate.avg_cost_usd


def _proven_first(judged: list[Candidate], scores: Mapping[str, float]) -> list[Candidate]:
    proven = [c for c in judged if c.meets_threshold]
    others = sorted((c for c in judged if not c.meets_threshold), key=_place)
    if others and not proven:
        best = max(others, key=lambda c: scores.get(c.model, -1.0))
        return [best, *(c for c in others if c is not best)]
    return [*_by_cost(proven), *others]


def _by_cost(proven: list[Candidate]) -> list[Candidate]:
    """Return the proven candidates: the winner, then the winner of the rest, and so on."""
    rest, ordered = sorted(proven, key=lambda c: c.avg_cost_usd), []
    while rest:
        near = [c for c in rest if c.avg_cost_usd <= rest[0].avg_cost_usd * NEAR_COST]
        first = min(near, key=_strength)
        ordered.append(first)
        rest.remove(first)
    return ordered


def _strength(candidate: Candidate) -> tuple[float, float, float]:
    """Return a sort key, smaller is better. An unknown latency is the worst."""
    p95 = float("inf") if candidate.p95_latency_ms is None else candidate.p95_latency_ms
    return -(candidate.lower or 0.0), p95, candidate.avg_cost_usd
