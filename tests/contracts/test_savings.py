"""The saving is net of the classifier, and the other way has its own warm cache."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.price import Price
from contracts.savings import savings
from contracts.usage import CLASSIFIER, UsageRow

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
PRICES = {"v/dear": Price(prompt=0.01, cached=0.001, completion=0.1), "v/bare": Price(prompt=0.01)}


def row(minute: float, prompt: int | None, cost: str | None, **more: Any) -> UsageRow:
    given = {
        "key": f"k{minute}",
        "at": NOON + timedelta(minutes=minute),
        "user_id": "u",
        "session_id": "s",
        "thread_id": "t",
        "attempt": "first",
        "requested_model": "kilo-auto/efficient",
        "model": "v/cheap",
        "source": "benchmark",
        "reason": "x",
        "prompt_tokens": prompt,
        "completion_tokens": 10,
        "cost_usd": cost,
    }
    return UsageRow(**{**given, **more})


def test_later_turns_would_have_been_read_from_the_cache() -> None:
    found = savings([row(0, 100, "0.2"), row(1, 150, "0.1")], "v/dear", PRICES)
    first, second = 100 * 0.01 + 10 * 0.1, 50 * 0.01 + 100 * 0.001 + 10 * 0.1
    assert found.other_usd == pytest.approx(first + second)
    assert found.saved_usd == pytest.approx(first + second - 0.3)


def test_a_cache_that_has_run_out_or_of_another_session_is_cold() -> None:
    late = savings([row(0, 100, "0"), row(6, 100, "0")], "v/dear", PRICES)
    other = savings([row(0, 100, "0"), row(1, 100, "0", session_id="t")], "v/dear", PRICES)
    assert late.other_usd == other.other_usd == pytest.approx(2 * (1.0 + 1.0))


def other_usd(*rows: UsageRow) -> float:
    found = savings(rows, "v/dear", PRICES)
    assert found.unknown == 0
    return found.other_usd or 0.0


def cost(prompt: int, warm: int) -> float:
    return (prompt - warm) * 0.01 + warm * 0.001 + 10 * 0.1


def test_a_sub_agent_neither_warms_nor_cools_the_main_thread() -> None:
    main = [row(0, 1_000, "0"), row(2, 1_200, "0")]
    sub = [row(1, 5_000, "0", thread_id="sub"), row(1.5, 100, "0", thread_id="title")]
    alone = cost(1_000, 0) + cost(1_200, 1_000)
    assert other_usd(*main) == pytest.approx(alone)
    assert other_usd(*main, *sub) == pytest.approx(alone + cost(5_000, 0) + cost(100, 0))


def test_the_largest_earlier_prompt_that_fits_was_in_the_cache() -> None:
    """A prompt that is taken back, as by an undo, begins like the one before it."""
    rows = [row(n, prompt, "0") for n, prompt in enumerate((100, 300, 200, 300))]
    assert other_usd(*rows) == pytest.approx(
        cost(100, 0) + cost(300, 100) + cost(200, 100) + cost(300, 300)
    )


def test_a_prompt_stays_in_the_cache_while_longer_ones_read_it() -> None:
    rows = [row(0, 100, "0"), row(4, 150, "0"), row(8, 120, "0"), row(14, 150, "0")]
    wanted = cost(100, 0) + cost(150, 100) + cost(120, 100) + cost(150, 0)
    assert other_usd(*rows) == pytest.approx(wanted)


def test_the_cache_runs_out_between_the_end_of_a_turn_and_the_begin_of_the_next() -> None:
    long = row(6, 150, "0", took_ms=4 * 60_000)
    assert other_usd(row(0, 100, "0"), long) == pytest.approx(cost(100, 0) + cost(150, 100))


def test_what_was_really_read_from_a_cache_would_have_been_read_by_another_model_too() -> None:
    """As after a shorter history, whose instructions are in the cache, or with one of an hour."""
    rows = [row(0, 100, "0"), row(30, 80, "0", cached_tokens=60), row(31, 9, "0", cached_tokens=99)]
    assert other_usd(*rows) == pytest.approx(cost(100, 0) + cost(80, 60) + cost(9, 9))


def test_a_thread_without_a_session_is_warm_and_one_that_is_not_told_is_unknown() -> None:
    rows = [row(0, 100, "0", session_id=None), row(1, 150, "0", session_id=None)]
    assert other_usd(*rows) == pytest.approx(cost(100, 0) + cost(150, 100))
    found = savings([row(0, 100, "0"), row(1, 150, "7", thread_id=None)], "v/dear", PRICES)
    assert (found.turns, found.unknown, found.served_usd) == (2, 1, 0.0)


TURNS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 1_000), st.none() | st.integers(0, 99)),
    max_size=20,
)


@given(TURNS, st.randoms())
@settings(deadline=None)
def test_threads_cost_the_same_together_and_alone_in_any_order(turns: Any, chance: Any) -> None:
    rows = [
        row(n, prompt, "0", thread_id=thread, cached_tokens=cached)
        for n, (thread, prompt, cached) in enumerate(turns)
    ]
    alone = sum(other_usd(*(r for r in rows if r.thread_id == thread)) for thread in "abc")
    chance.shuffle(rows)
    assert other_usd(*rows) == pytest.approx(alone)
    cold = sum(cost(each.prompt_tokens or 0, 0) for each in rows)
    assert other_usd(*rows) <= cold + 1e-9


def test_the_classifier_is_paid_and_calls_of_other_models_do_not_count() -> None:
    classified = row(0, None, "0.05", model=CLASSIFIER, attempt="classifier", key="c")
    own = row(2, 100, "9", source="asked", key="own")
    found = savings([row(0, 100, "0.5"), classified, own], "v/dear", PRICES)
    assert (found.turns, found.classifier_usd) == (1, 0.05)
    assert found.saved_usd == pytest.approx(2.0 - 0.5 - 0.05)


@pytest.mark.parametrize("model", ["v/dear", "v/bare", "v/unknown"])
def test_what_is_unknown_is_counted_and_not_0(model: str) -> None:
    rows = [row(0, None, "0.1"), row(1, 100, None)]
    found = savings(rows, model, PRICES)
    assert (found.turns, found.unknown, found.served_usd, found.other_usd) == (2, 2, None, None)
    assert found.saved_usd is None


@pytest.mark.parametrize("told", [{"cost_usd": None}, {"cost_usd": "0.05", "cost_known": False}])
def test_a_classification_of_unknown_cost_leaves_the_saving_unknown(told: Any) -> None:
    given = {"model": CLASSIFIER, "attempt": "classifier", "key": "c", **told}
    classified = row(0, None, cost=given.pop("cost_usd"), **given)
    found = savings([row(0, 100, "0.5"), classified], "v/dear", PRICES)
    assert (found.unknown_classifier_costs, found.saved_usd) == (1, None)
    assert found.other_usd == pytest.approx(2.0)
