"""Prices as providers list them: of long prompts, of cached input, and of writing to the cache."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.price import Price, known_usd

LISTED: dict[str, Any] = {
    "prompt": "0.000002",
    "completion": "0.00001",
    "input_cache_read": "0.0000002",
    "input_cache_write": "0.0000025",
    "input_cache_write_1h": "0.000004",
    "overrides": [{"min_prompt_tokens": 200_000, "prompt": "0.000004", "completion": "0.00002"}],
}
PRICE = Price.of(LISTED)


def test_a_long_prompt_costs_what_its_band_says_and_the_rest_stays() -> None:
    assert PRICE.cost(199_999, 10) == pytest.approx(199_999 * 2e-6 + 1e-4)
    assert PRICE.cost(200_000, 10) == pytest.approx(0.8 + 2e-4)
    assert PRICE.at(300_000).cached == 2e-7


def test_writing_to_the_cache_has_a_price_of_its_own_or_that_of_input() -> None:
    assert (PRICE.written(hour=False), PRICE.written(hour=True)) == (2.5e-6, 4e-6)
    assert Price(prompt=1e-6).written(hour=True) == 1e-6


ODD = st.none() | st.booleans() | st.text() | st.floats() | st.just(10**400) | st.just("1e-6")


@given(st.dictionaries(st.sampled_from([*LISTED, "image"]), ODD | st.lists(ODD | st.just(LISTED))))
def test_an_odd_list_of_prices_is_unknown_and_harms_nothing(listed: dict[str, Any]) -> None:
    price = Price.of(listed)
    assert Price.from_wire(price.wire()) == price
    cost = price.cost(250_000, 100)
    assert cost is None or cost >= 0


@pytest.mark.parametrize("value", [True, "1", -1, 1e7, 10**400, float("nan"), None])
def test_no_cost_is_believed_that_cannot_be(value: object) -> None:
    assert known_usd(value) is None
