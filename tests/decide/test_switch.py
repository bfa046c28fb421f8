"""What leaving a session's model saves and costs, and when an unproven model may keep a session."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.hot_record import replace
from contracts.options import SwitchCost
from contracts.table import Verdict
from contracts.tier import Tier
from functions.decide.engine import Asked, choose
from functions.decide.switch import Session, assess
from tests.decide.test_engine import CHEAP, DEAR, MIDDLE, PRICES, chosen, of, one, session


@pytest.mark.parametrize(
    ("rule", "verdict", "served"),
    [
        (SwitchCost.FACTOR, Verdict.OPEN, "dear"),
        (SwitchCost.BREAKEVEN, Verdict.OPEN, "cheap"),
        (SwitchCost.BREAKEVEN, None, "dear"),
    ],
)
def test_by_the_factor_or_without_a_verdict_only_a_proven_incumbent_stays(
    rule: SwitchCost, verdict: Verdict | None, served: str
) -> None:
    kept = replace(one("cheap", 0.01, 0.65, Verdict.OPEN), verdict=verdict)
    ladder = replace(of(DEAR, kept), switch_cost=rule)
    assert chosen(choose(ladder, Asked(Tier.LOW, session=session("cheap"))))[0] == served


@pytest.mark.parametrize(("idle", "back"), [(300, 0.4), (300.5, -0.6)])
def test_a_cache_is_warm_for_five_minutes(idle: float, back: float) -> None:
    found = assess(of(MIDDLE, DEAR), MIDDLE, DEAR, session("dear", idle=idle)).switch
    assert found.cost_usd == pytest.approx(70_000 * (0.45e-6 + back * 4.5e-6))


def test_a_price_without_a_discount_makes_no_cache_to_lose() -> None:
    flat = {name: replace(price, cached=None) for name, price in PRICES.items()}
    found = assess(replace(of(CHEAP, DEAR), prices=flat), CHEAP, DEAR, session("dear"))
    assert (found.pays, found.switch.cost_usd) == (True, 0)


@pytest.mark.parametrize(("messages", "turns"), [(None, 3), (7, 3), (8, 4), (14, 7), (400, 7)])
def test_a_session_goes_on_for_as_long_as_it_lasted_within_bounds(
    messages: int | None, turns: int
) -> None:
    assert Session(messages=messages).turns == turns


@given(st.integers(1_000, 500_000), st.integers(0, 200))
def test_a_longer_conversation_never_makes_a_switch_pay_less(tokens: int, messages: int) -> None:
    ladder = of(CHEAP, MIDDLE)
    short, long = (
        assess(ladder, CHEAP, MIDDLE, session("middle", tokens, n)).pays
        for n in (messages, messages + 20)
    )
    assert long or not short
