"""What holds for every pool of candidates whose truth is known."""

from functools import lru_cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from contracts.options import Rule
from contracts.result import CaseResult
from contracts.rounding import half_up
from contracts.statistics import wilson
from functions.publish.select_server import Bar, select_server
from functions.publish.summarize import summarize
from tests.publish.test_rank import BAR, measured
from tests.samples import result, run

CASES = 14
COSTS = (0.1, 0.104, 0.2, 0.5)
Truth = st.floats(0.3, 1.0)
Cost = st.sampled_from(COSTS)


@lru_cache
def declared(costs: tuple[float, ...], passes: tuple[int, ...]) -> int | None:
    """Return the proven winner of a benchmark with these passes, or None."""
    pool = [
        measured(str(n), k, c, CASES) for n, (k, c) in enumerate(zip(passes, costs, strict=True))
    ]
    found = select_server(pool, Bar(BAR, Rule.WILSON))
    assert found is not None
    first = found.candidates[0]
    return int(first.model) if first.meets_threshold else None


def false_safe(truths: tuple[float, ...], costs: tuple[float, ...]) -> float:
    """Return the exact chance that the declared winner is below the bar, over every outcome."""
    chances = [binom.pmf(np.arange(CASES + 1), CASES, p) for p in truths]
    total = 0.0
    for passes in product(range(CASES + 1), repeat=len(truths)):
        winner = declared(costs, passes)
        if winner is not None and truths[winner] < BAR:
            total += float(np.prod([c[k] for c, k in zip(chances, passes, strict=True)]))
    return total


@settings(max_examples=40, deadline=None)
@given(Truth, Truth, Cost, Cost)
def test_another_candidate_adds_no_more_error_than_its_own(
    old: float, new: float, old_cost: float, new_cost: float
) -> None:
    alone, added = false_safe((old,), (old_cost,)), false_safe((new,), (new_cost,))
    both = false_safe((old, new), (old_cost, new_cost))
    assert both <= alone + added + 1e-9
    if new >= BAR:
        assert both <= alone + 1e-9, "one that is good enough never makes it worse"


def test_the_error_of_one_candidate_is_at_most_what_is_stated_for_so_few_cases() -> None:
    worst = max(false_safe((p,), (0.1,)) for p in np.linspace(0.3, BAR - 1e-9, 200))
    assert worst <= 0.2


@given(st.integers(1, 60), st.integers(1, 3), st.data())
def test_rounding_decides_nothing(cases: int, repetitions: int, data: st.DataObject) -> None:
    """The bounds come from the exact sum, not from the accuracy that is shown."""
    right = data.draw(
        st.lists(st.booleans(), min_size=cases * repetitions, max_size=cases * repetitions)
    )
    found = summarize("m", "low", _rows(right, repetitions), 0.9)
    total = sum(right) / repetitions
    assert found.accuracy is not None
    assert abs(found.accuracy - total / cases) <= 0.5e-4 + 1e-12
    assert (found.lower, found.upper) == pytest.approx(wilson(total, cases, 0.9), abs=1e-12)


def _rows(right: list[bool], repetitions: int) -> list[CaseResult]:
    of = run()
    return [
        result(of, f"case-{n // repetitions}", repetition=n % repetitions).model_copy(
            update={"score": float(passed)}
        )
        for n, passed in enumerate(right)
    ]


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 8))
def test_rounding_keeps_order_and_is_done_once(one: float, two: float, places: int) -> None:
    low, high = sorted((one, two))
    assert half_up(low, places) <= half_up(high, places)
    assert half_up(half_up(one, places), places) == half_up(one, places)


@given(st.lists(st.booleans(), min_size=2, max_size=40), st.randoms())
def test_the_order_of_results_makes_no_difference(right: list[bool], chance: object) -> None:
    rows = _rows(right, 2)
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert summarize("m", "low", rows, 0.9) == summarize("m", "low", shuffled, 0.9)
