"""The bounds against another implementation, against exact enumeration, and as laws."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, ttest_1samp

from contracts.statistics import (
    MOST_LOOKS,
    cases_to_compare,
    cases_to_prove,
    mean_bounds,
    paired_lower,
    spend,
    wilson,
)

CONFIDENCES = (0.8, 0.85, 0.9, 0.95)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize("cases", [1, 2, 7, 25, 60, 100, 1000])
def test_wilson_is_that_of_scipy(cases: int, confidence: float) -> None:
    """A two-sided interval at 2c - 1 has the one-sided bounds at c."""
    for passes in {0, 1, cases // 3, cases - 1, cases}:
        theirs = binomtest(passes, cases).proportion_ci(2 * confidence - 1, "wilson")
        ours = wilson(passes, cases, confidence)
        assert ours == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@pytest.mark.parametrize(
    ("cases", "bar", "passes"),
    [(25, 0.7, 21), (25, 0.8, 23), (25, 0.85, 24), (25, 0.9, 25), (50, 0.8, 44), (100, 0.9, 94)],
)
def test_the_passes_that_prove_a_bar(cases: int, bar: float, passes: int) -> None:
    assert wilson(passes, cases, 0.9)[0] >= bar > wilson(passes - 1, cases, 0.9)[0]


@pytest.mark.parametrize("cases", [25, 60, 100])
def test_the_lower_bound_lies_below_the_truth_as_often_as_it_says(cases: int) -> None:
    """By enumeration of every outcome, on average over truths from .5 to .95; at a single truth
    the coverage of any such bound swings, because passes are whole."""
    passes = np.arange(cases + 1)
    lower = np.array([wilson(int(k), cases, 0.9)[0] for k in passes])
    truths = np.linspace(0.5, 0.95, 181)
    covered = [binom.pmf(passes, cases, p)[lower <= p].sum() for p in truths]
    assert np.mean(covered) == pytest.approx(0.9, abs=0.012)
    assert min(covered) > 0.8


@given(st.integers(1, 300), st.data(), st.sampled_from(CONFIDENCES))
def test_more_passes_never_lower_a_bound(cases: int, data: st.DataObject, sure: float) -> None:
    passes = data.draw(st.integers(0, cases - 1))
    fewer, more = wilson(passes, cases, sure), wilson(passes + 1, cases, sure)
    assert fewer[0] < more[0]
    assert fewer[1] < more[1] or more[1] == 1.0


@given(st.integers(1, 300), st.data())
def test_more_confidence_is_a_wider_interval(cases: int, data: st.DataObject) -> None:
    passes = data.draw(st.integers(0, cases))
    sure, surer = wilson(passes, cases, 0.8), wilson(passes, cases, 0.95)
    ascending = (0, surer[0], sure[0], passes / cases, sure[1], surer[1], 1)
    assert all(low <= high + 1e-12 for low, high in pairwise(ascending))


@pytest.mark.parametrize("looks", range(1, MOST_LOOKS + 1))
@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_the_errors_of_all_looks_add_up_to_the_whole(looks: int, confidence: float) -> None:
    assert sum(1 - c for c in spend(confidence, looks)) == pytest.approx(1 - confidence)


def test_three_looks_at_ninety_per_cent_spend_two_three_and_five() -> None:
    assert spend(0.9, 3) == pytest.approx((0.98, 0.97, 0.95))


@pytest.mark.parametrize(("gain", "loss"), [(0.02, 0.02), (0.05, 0.15), (0.1, 0.1), (0.2, 0.1)])
@pytest.mark.parametrize("cases", [20, 60])
def test_the_paired_bound_lies_below_the_truth_as_often_as_it_says(
    gain: float, loss: float, cases: int
) -> None:
    """By enumeration of every outcome of (won, lost, alike) cases."""
    covered = 0.0
    for won in range(cases + 1):
        for lost in range(cases - won + 1):
            bound = paired_lower([1.0] * won + [-1.0] * lost + [0.0] * (cases - won - lost), 0.9)
            if bound <= gain - loss:
                among = binom.pmf(lost, cases - won, loss / (1 - gain))
                covered += float(binom.pmf(won, cases, gain) * among)
    assert 0.88 <= covered <= 1.0


@given(st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.5]), min_size=1, max_size=60), st.data())
def test_a_case_won_never_lowers_the_paired_bound(found: list[float], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(found) - 1))
    better = [*found[:place], found[place] + 0.5, *found[place + 1 :]]
    assert paired_lower(better, 0.9) >= paired_lower(found, 0.9) - 1e-12


def test_no_difference_seen_is_no_proof_of_none() -> None:
    assert paired_lower([0.0] * 12, 0.9) < -0.1 < paired_lower([0.0] * 25, 0.9) < 0


@pytest.mark.parametrize("confidence", [0.8, 0.9, 0.95, 0.98])
@pytest.mark.parametrize("values", [[1.0, 2.0], [1, 2, 4], [0.5, 0.1, 0.9, 0.4], [*range(60)]])
def test_the_bounds_of_a_mean_are_those_of_students_t(
    values: list[float], confidence: float
) -> None:
    found = mean_bounds(values, confidence)
    assert found is not None
    theirs = ttest_1samp(values, 0).confidence_interval(2 * confidence - 1)
    half = (theirs.high - theirs.low) / 2
    assert found == pytest.approx((theirs.low, theirs.high), abs=0.02 * float(half))


def test_one_value_has_no_bounds_and_equal_values_have_tight_ones() -> None:
    assert mean_bounds([3.0], 0.9) is None
    assert mean_bounds([3.0] * 9, 0.9) == (3.0, 3.0)


@given(st.integers(1, 200), st.sampled_from(CONFIDENCES))
def test_as_many_cases_compare_as_the_plan_asks_for(cases: int, confidence: float) -> None:
    margin = -paired_lower([0.0] * cases, confidence)
    assert cases_to_compare(margin + 1e-9, confidence) <= cases
    assert cases_to_compare(margin - 1e-6, confidence) > cases


@pytest.mark.parametrize("bar", [0.5, 0.7, 0.9, 0.95])
@pytest.mark.parametrize("confidence", [0.8, 0.9, 0.98])
def test_one_case_fewer_than_it_takes_proves_nothing(bar: float, confidence: float) -> None:
    fewest = cases_to_prove(bar, confidence)
    assert wilson(int(fewest), int(fewest), confidence)[0] >= bar - 1e-9
    assert fewest == 1 or wilson(int(fewest) - 1, int(fewest) - 1, confidence)[0] < bar


def test_no_number_of_cases_proves_perfection() -> None:
    assert cases_to_prove(1, 0.9) == float("inf")
