"""Which classifier production uses: the cheapest proven and fast one, or the next best."""

import pytest

from contracts.options import Rule
from contracts.summary import Summary
from functions.publish.winner import winner
from tests.publish.summaries import summary


def seen(
    model: str, accuracy: float, usd: float | None, p95: int | None, cases: int = 20
) -> Summary:
    """`lower` is one tenth below the accuracy; the bar is 0.7."""
    return summary(
        model,
        accuracy=accuracy,
        lower=accuracy - 0.1,
        avg_cost_usd=usd,
        p95_latency_ms=p95,
        cases=cases,
    )


@pytest.mark.parametrize(
    ("pool", "won"),
    [
        ([seen("dear", 0.9, 0.2, 100), seen("cheap", 0.9, 0.1, 400)], "cheap"),
        ([seen("good", 0.9, 0.1, 400), seen("better", 0.95, 0.1, 400)], "better"),
        ([seen("slow", 0.9, 0.1, 501), seen("in time", 0.9, 0.2, 500)], "in time"),
        ([seen("slow", 0.9, 0.1, 900), seen("faster", 0.9, 0.2, 600)], "faster"),
        ([seen("dear", 0.9, 0.2, 600), seen("cheap", 0.9, 0.1, 600)], "cheap"),
        ([seen("unproven", 0.79, 0.1, 100), seen("slow", 0.81, 0.9, 900)], "slow"),
        ([seen("less", 0.6, 0.1, 100), seen("more", 0.65, 0.2, 900)], "more"),
        ([seen("dear", 0.6, 0.2, 100), seen("cheap", 0.6, 0.1, 900)], "cheap"),
        ([seen("unknown cost", 0.9, None, 100), seen("known", 0.9, 5, 100)], "known"),
        ([seen("unknown time", 0.9, 0.1, None), seen("known", 0.9, 0.2, 900)], "known"),
        ([seen("no case", 0.9, 0.1, 100, cases=0), seen("one", 0.2, 5, 900, cases=1)], "one"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_winner_does_not_depend_on_the_order(
    pool: list[Summary], won: str, turned: bool
) -> None:
    found = winner(reversed(pool) if turned else pool, 0.7, 500)
    assert found is not None
    assert found.model == won


def test_without_a_limit_every_proven_one_is_fast_enough() -> None:
    found = winner([seen("slow", 0.9, 0.1, None), seen("fast", 0.9, 0.2, 1)], 0.7, None)
    assert found is not None
    assert found.model == "slow"


@pytest.mark.parametrize(("rule", "won"), [(Rule.MEAN, "cheap"), (Rule.WILSON, "sure")])
def test_the_rule_says_what_is_held_against_the_bar(rule: Rule, won: str) -> None:
    pool = [seen("cheap", 0.7, 0.1, 100), seen("sure", 0.9, 0.2, 100)]
    found = winner(pool, 0.7, 500, rule)
    assert found is not None
    assert found.model == won


def test_without_a_graded_case_there_is_no_winner() -> None:
    assert winner([summary("none")], 0.7, 500) is None
