"""Estimates cost and time, from earlier measurements or else from list prices."""

import math
from collections.abc import Iterable, Sequence
from statistics import NormalDist, fmean, pvariance

from contracts.evidence import Evidence
from contracts.plan import Basis, CandidatePlan, Cost
from contracts.price import Price
from contracts.run import Run, RunKind
from functions.benchmark.runs.reuse import Carried

# chosen: 80 % of runs lie between the bounds; fewer earlier results than this say too little.
_Z = NormalDist().inv_cdf(0.9)
_ENOUGH = 5
# Prompt and completion tokens of one case, assumed without measurements: one call (the CLI's own
# instructions are some 13,000), a few calls with tools, a long session. A classifier's prompts are
# alike; the most expensive case is one that is asked twice.
_TOKENS = {
    RunKind.DECIDER: ((13_000, 50), (40_000, 800), (300_000, 8_000)),
    RunKind.CLASSIFIER: ((2_500, 60), (3_000, 90), (6_500, 300)),
}


def candidate_plan(
    run: Run, lanes: Sequence[Carried], known: Sequence[Evidence], least: int
) -> CandidatePlan:
    """Return the plan of all repetitions of a candidate, of which `least` are measured even if the
    first look rules it out. `known` is all evidence about it, under any conditions: no better guess
    exists.
    """
    first = lanes[0].lane
    measured = sum(len(lane.todo) for lane in lanes)
    whys = [why for lane in lanes for why in lane.why.items()]
    cost, basis = _cost(run, first.candidate, measured, known)
    fewest, _ = _cost(run, first.candidate, least, known)
    if cost and fewest:
        cost = cost.model_copy(update={"low": fewest.low})
    return CandidatePlan(
        candidate=first.candidate,
        reasoning_effort=first.reasoning_effort,
        carried=sum(len(lane.results) for lane in lanes),
        measured=measured,
        least=least,
        why={name: sum(n for why, n in whys if why == name) for name, _ in whys},
        cost=cost,
        basis=basis,
        minutes=_minutes(measured, known),
    )


def total(costs: Iterable[Cost | None]) -> Cost | None:
    """Return the sum; None as soon as one cost is unknown."""
    summed = Cost(low=0, expected=0, high=0)
    for cost in costs:
        if cost is None:
            return None
        summed = summed + cost
    return summed


def _cost(
    run: Run, candidate: str, cases: int, known: Sequence[Evidence]
) -> tuple[Cost | None, Basis]:
    paid = [e.result.cost_usd for e in known if e.result.cost_usd is not None]
    if cases == 0:
        return Cost(low=0, expected=0, high=0), "nothing to measure"
    if len(paid) >= _ENOUGH:
        return _measured(paid, cases), "measured"
    listed = _listed(run.kind, run.prices.get(candidate, Price()), cases)
    return listed, "list prices" if listed else "unknown"


def _measured(paid: list[float], cases: int) -> Cost:
    """Return the cost of `cases` draws from `paid`, by the central limit theorem."""
    expected = fmean(paid) * cases
    spread = _Z * math.sqrt(pvariance(paid) * cases * (1 + cases / len(paid)))
    return Cost(low=max(0.0, expected - spread), expected=expected, high=expected + spread)


def _listed(kind: RunKind, price: Price, cases: int) -> Cost | None:
    low, expected, high = (price.cost(*tokens) for tokens in _TOKENS[kind])
    if low is None or expected is None or high is None:
        return None
    return Cost(low=low * cases, expected=expected * cases, high=high * cases)


def _minutes(cases: int, known: Sequence[Evidence]) -> float | None:
    if cases == 0:
        return 0.0
    if len(known) < _ENOUGH:
        return None
    return fmean(e.result.latency_ms for e in known) * cases / 60_000
