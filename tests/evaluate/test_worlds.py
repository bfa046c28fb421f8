"""In worlds of known truth the evaluation is unbiased, covers, and sees a useless classifier.

The truth is that of the routers whose tables were built: accuracy and cost on all cases of the
world. That another benchmark would build other tables is not in the bounds (docs/statistics.md)."""

from collections.abc import Callable
from math import sqrt
from statistics import fmean

import pytest

from contracts.evaluation import Comparison, Estimate, Evaluation, Misrouting, Policy, Router
from tests.evaluate.world import CONFIDENCE, PRICE, Truth, judged

WORLDS = 60
# By chance, fewer bounds hold than stated; three standard errors of a share of so many worlds.
LEAST = CONFIDENCE - 3 * sqrt(CONFIDENCE * (1 - CONFIDENCE) / WORLDS)


def router(found: Evaluation) -> Router:
    assert found.router is not None, found.why_not
    return found.router


def misrouting(found: Evaluation) -> Misrouting:
    assert found.misrouting is not None
    return found.misrouting


def against(found: Evaluation, policy: Policy) -> Comparison:
    return next(each for each in found.comparisons if each.policy is policy)


BEST, MIX = Policy.ALWAYS_BEST, Policy.EQUAL_COST_MIX
Case = tuple[Callable[[Evaluation], Estimate], Callable[[Truth], float]]
NUMBERS: dict[str, Case] = {
    "accuracy": (lambda e: router(e).accuracy, lambda t: t.of("router")[0]),
    "cost": (lambda e: router(e).cost_usd, lambda t: t.of("router")[1]),
    "accuracy less that of the best": (
        lambda e: against(e, BEST).accuracy_difference,
        lambda t: t.gain(BEST),
    ),
    "cost less that of the best": (
        lambda e: against(e, BEST).cost_difference_usd,
        lambda t: t.of("router")[1] - t.of("best")[1],
    ),
    "accuracy less that of the mix": (
        lambda e: against(e, MIX).accuracy_difference,
        lambda t: t.gain(MIX),
    ),
    "accuracy that misrouting costs": (
        lambda e: misrouting(e).accuracy_difference,
        lambda t: t.of("router")[0] - t.of("stated")[0],
    ),
    "money that misrouting costs": (
        lambda e: misrouting(e).cost_difference_usd,
        lambda t: t.of("router")[1] - PRICE - t.of("stated")[1],
    ),
}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("classifier", ["good", "useless"])
def test_each_number_is_unbiased_and_its_bounds_hold(classifier: str, number: str) -> None:
    estimate, true = NUMBERS[number]
    worlds = [judged(seed, classifier) for seed in range(WORLDS)]
    found = [(estimate(w.evaluation), true(w.truth)) for w in worlds]
    errors = [e.mean - t for e, t in found if e.mean is not None]
    assert len(errors) == WORLDS
    standard = sqrt(fmean(error**2 for error in errors))
    assert abs(fmean(errors)) < standard / 2
    assert fmean(e.lower is not None and e.lower <= t for e, t in found) >= LEAST
    assert fmean(e.upper is not None and e.upper >= t for e, t in found) >= LEAST


def test_a_useless_classifier_is_told_from_a_good_one() -> None:
    """In nearly all worlds misrouting by it is shown to cost accuracy, which is shown for the good
    one in few, and the router with the good one is shown to beat a draw of equal cost."""
    found = {
        name: [judged(seed, name).evaluation for seed in range(WORLDS)]
        for name in ("good", "useless")
    }

    def share(name: str, holds: Callable[[Evaluation], bool]) -> float:
        return fmean(holds(each) for each in found[name])

    def costs(each: Evaluation) -> bool:
        return (misrouting(each).accuracy_difference.upper or 0.0) < 0

    def beats(each: Evaluation) -> bool:
        return (against(each, MIX).accuracy_difference.lower or 0.0) > 0

    assert share("useless", costs) > 0.9
    assert share("good", costs) < 0.2
    assert share("good", beats) > 0.9
    assert share("useless", beats) < 0.5
    pairs = zip(found["good"], found["useless"], strict=True)
    assert (
        fmean(
            (router(good).accuracy.mean or 0.0) > (router(bad).accuracy.mean or 0.0)
            for good, bad in pairs
        )
        > 0.95
    )
