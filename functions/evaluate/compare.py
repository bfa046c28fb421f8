"""Compares the router with policies, and with routing by the stated tier, case by case."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from contracts.evaluation import Comparison, Misrouting, Policy
from functions.evaluate.estimates import (
    Valued,
    of_cost_differences,
    of_costs,
    of_differences,
    of_scores,
)
from functions.evaluate.router import Routed
from functions.evaluate.subjects import Outcome

# Returns what a policy achieves on a case; None where that is unknown.
Take = Callable[[Routed], Outcome | None]
_PASSED = 0.5


def router(case: Routed) -> Outcome | None:
    """Return what the router achieves, at the price of the model and of the classifier."""
    served, derived = case.outcome(case.router), case.subject.derived
    if served is None or derived is None:
        return None
    return Outcome(served.score, _sum(served.cost_usd, derived.cost_usd))


def oracle(case: Routed) -> Outcome | None:
    """Return the cheapest outcome that passed, and where none did the cheapest one. It knows the
    measured outcomes, lucky ones too, so that no router can reach it.
    """
    every = list(case.subject.outcomes.values())
    passed = [outcome for outcome in every if outcome.score >= _PASSED]
    return min(passed or every, key=_price, default=None)


POLICIES: dict[Policy, Take] = {
    Policy.ALWAYS_BEST: lambda case: case.outcome(case.best),
    Policy.ALWAYS_FALLBACK: lambda case: case.outcome(case.fallback),
    Policy.ALWAYS_CHEAPEST: lambda case: case.outcome(case.cheapest),
    Policy.ORACLE: oracle,
}


def comparison(cases: Sequence[Routed], policy: Policy, confidence: float) -> Comparison:
    """Return the comparison with a policy, over the cases of which both outcomes are known."""
    pairs = list(_pairs(cases, router, POLICIES[policy]))
    return Comparison(
        policy=policy,
        accuracy=of_scores([(p.group, p.right.score) for p in pairs], confidence),
        cost_usd=of_costs(
            [(p.group, u) for p in pairs if (u := p.right.cost_usd) is not None], confidence
        ),
        accuracy_difference=of_differences([(p.group, p.gain) for p in pairs], confidence),
        cost_difference_usd=of_cost_differences(_costs(pairs), confidence),
    )


def misrouting(cases: Sequence[Routed], confidence: float) -> Misrouting:
    """Return what routing by derived instead of stated tiers and routes changes."""
    known = [case for case in cases if case.subject.derived]
    pairs = list(
        _pairs(
            known, lambda case: case.outcome(case.router), lambda case: case.outcome(case.stated)
        )
    )
    confusion = Counter(_cell(case) for case in known)
    return Misrouting(
        confusion=dict(sorted(confusion.items())),
        misrouted=sum(case.router != case.stated for case in known),
        accuracy_difference=of_differences([(p.group, p.gain) for p in pairs], confidence),
        cost_difference_usd=of_cost_differences(_costs(pairs), confidence),
    )


@dataclass(frozen=True)
class Pair:
    """Two outcomes on one case; `gain` is the difference of their scores."""

    group: str
    left: Outcome
    right: Outcome

    @property
    def gain(self) -> float:
        return self.left.score - self.right.score


def _pairs(cases: Sequence[Routed], left: Take, right: Take) -> Iterator[Pair]:
    for case in cases:
        mine, theirs = left(case), right(case)
        if mine and theirs:
            yield Pair(case.subject.group, mine, theirs)


def _costs(pairs: Sequence[Pair]) -> list[Valued]:
    return [
        (p.group, p.left.cost_usd - p.right.cost_usd)
        for p in pairs
        if p.left.cost_usd is not None and p.right.cost_usd is not None
    ]


def _cell(case: Routed) -> str:
    derived = case.subject.derived
    return f"{case.subject.tier}>{(derived and derived.tier) or 'none'}"


def _price(outcome: Outcome) -> float:
    return inf if outcome.cost_usd is None else outcome.cost_usd


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
