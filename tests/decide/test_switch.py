"""What leaving a session's model saves and costs, and when an unproven model may keep a session."""

from dataclasses import replace as replace_session

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.hot_record import replace
from contracts.options import SwitchCost
from contracts.price import Band, Price
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


HOURLY = Price(
    prompt=1e-6, completion=5e-6, cached=1e-7, cache_write=1.25e-6, cache_write_hour=2e-6
)


@pytest.mark.parametrize(
    ("hour", "idle", "lost"),
    [(False, 300, 1.15e-6), (False, 301, 0), (True, 3600, 1.9e-6), (True, 3601, 0)],
)
def test_a_cache_of_an_hour_is_lost_for_longer_and_costs_more_to_write(
    hour: bool, idle: float, lost: float
) -> None:
    table = replace(of(MIDDLE, DEAR), prices={"middle": HOURLY, "dear": HOURLY})
    asked = replace_session(session("dear", idle=idle), hour=hour)
    found = assess(table, MIDDLE, DEAR, asked).switch
    write = 1.9e-6 if hour else 1.15e-6
    back = 0.4 * write - (0 if lost else write)
    assert found.cost_usd == pytest.approx(70_000 * (write + back))


def test_a_long_context_is_priced_by_its_band() -> None:
    band = Band(min_prompt_tokens=50_000, prompt=2e-6, cached=2e-7, cache_write=2.5e-6)
    table = replace(of(MIDDLE, DEAR), prices={n: replace(HOURLY, bands=(band,)) for n in PRICES})
    found = assess(table, MIDDLE, DEAR, session("dear")).switch
    assert found.cost_usd == pytest.approx(70_000 * 2.3e-6 * 1.4)
