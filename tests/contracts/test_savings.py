"""The saving is net of the classifier, and the other way has its own warm cache."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

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
