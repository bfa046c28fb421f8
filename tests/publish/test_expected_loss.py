"""What a wrong tier costs, by the table that would have served the request."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.hot_record import replace
from contracts.summary import Summary
from contracts.table import Candidate, Tiers
from contracts.tier import TIERS, Tier
from functions.publish.expected_loss import Stakes, priced
from functions.publish.winner import winner
from tests.publish.summaries import summary
from tests.samples import candidate, table


def at(model: str, accuracy: float, usd: float) -> Candidate:
    return replace(candidate(model, usd), accuracy=accuracy)


LOW = (at("t/small", 0.9, 0.01), at("t/big", 0.95, 0.2))
MEDIUM = (at("t/middle", 0.9, 0.05), at("t/small", 0.6, 0.02), at("t/big", 0.95, 0.3))
HIGH = (at("t/big", 0.9, 0.5), at("t/middle", 0.7, 0.1), at("t/small", 0.2, 0.04))
TABLE = replace(table(), tiers=Tiers(low=LOW, medium=MEDIUM, high=HIGH), fallback_model="t/middle")
STAKES = Stakes(TABLE, failure_usd=2.0)


@pytest.mark.parametrize(
    ("expected", "answered", "usd"),
    [
        (Tier.HIGH, Tier.LOW, 2.0 * 0.7 + 0.04 - 0.5),
        (Tier.MEDIUM, Tier.LOW, 2.0 * 0.3 + 0.02 - 0.05),
        (Tier.LOW, Tier.HIGH, 0.2 - 0.01),
        (Tier.LOW, Tier.MEDIUM, 2.0 * 0.9 + 0.05 - 0.01),
        (Tier.HIGH, None, 2.0 * 0.2 + 0.1 - 0.5),
    ],
    ids=["high called low", "medium called low", "low called high", "not measured", "no answer"],
)
def test_a_wrong_tier_costs_quality_or_money(
    expected: Tier, answered: Tier | None, usd: float
) -> None:
    assert STAKES.loss(expected, answered) == pytest.approx(max(0.0, usd))


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 5)), min_size=9, max_size=9),
    st.floats(0, 100),
)
def test_a_right_tier_costs_nothing_and_a_wrong_one_is_no_merit(
    measured: list[tuple[float, float]], failure_usd: float
) -> None:
    rows = [at(f"t/{n % 3}", *pair) for n, pair in enumerate(measured)]
    tiers = Tiers(low=(*rows[:3],), medium=(*rows[3:6],), high=(*rows[6:],))
    stakes = Stakes(replace(TABLE, tiers=tiers), failure_usd)
    for expected, answered in product(TIERS, (*TIERS, None)):
        assert stakes.loss(expected, answered) >= 0
        assert stakes.loss(expected, expected) == 0


def test_without_a_fallback_the_server_of_the_tier_high_answers() -> None:
    stakes = Stakes(replace(TABLE, fallback_model=None), 2.0)
    assert stakes.loss(Tier.LOW, None) == pytest.approx(0.2 - 0.01)


def judged(model: str, usd: float | None, **confusion: int) -> Summary:
    named = {name.replace("_", ">"): count for name, count in confusion.items()}
    found = summary(model, accuracy=0.9, lower=0.85, avg_cost_usd=usd, cases=100)
    return found.model_copy(update={"confusion": named, "p95_latency_ms": 100})


def test_of_two_that_are_as_accurate_the_one_with_the_cheap_errors_wins() -> None:
    careless = judged("careless", 0.0, low_low=50, high_high=40, high_low=10)
    careful = judged("careful", 0.001, low_low=40, low_high=10, high_high=50)
    found = priced([careless, careful], STAKES)
    assert [s.expected_loss_usd for s in found] == [
        pytest.approx(0.1 * (1.4 + 0.04 - 0.5)),
        pytest.approx(0.001 + 0.1 * 0.19),
    ]
    best, unpriced = winner(found, 0.8, 1000), winner([careless, careful], 0.8, 1000)
    assert best is not None
    assert unpriced is not None
    assert (best.model, unpriced.model) == ("careful", "careless")


def test_an_unknown_loss_is_unknown_and_decides_nothing() -> None:
    old = judged("old", 0.0)
    dear = judged("dear", 0.01, low_low=100)
    found = priced([old, dear, judged("unknown", None, low_low=100)], STAKES)
    assert [s.expected_loss_usd for s in found] == [None, 0.01, None]
    best = winner(found, 0.8, 1000)
    assert best is not None
    assert best.model == "old"


def test_a_free_classifier_without_errors_is_not_taken_for_unknown() -> None:
    free, dear = judged("free", 0.0, low_low=100), judged("dear", 0.01, low_low=100)
    best = winner(priced([dear, free], STAKES), 0.8, 1000)
    assert best is not None
    assert best.model == "free"
