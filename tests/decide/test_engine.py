"""Which model serves a request: constraints, modes, and switches that consider cost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.decision import Constraints, RoutingMode
from contracts.hot_record import replace
from contracts.options import SwitchCost
from contracts.price import Capability, Price
from contracts.table import Candidate, RouteEntry, RoutingTable, Serving, Tiers, Verdict, Why
from contracts.tier import Tier
from functions.decide.engine import Asked, Choice, choose
from functions.decide.switch import Session, assess
from tests.samples import table

PRICES = {
    "cheap": Price(prompt=0.1e-6, cached=0.01e-6, completion=0.4e-6),
    "middle": Price(prompt=0.5e-6, cached=0.05e-6, completion=2e-6),
    "dear": Price(prompt=5e-6, cached=0.5e-6, completion=25e-6),
}

ROUTE = "debugging/bug_fixing"


def one(
    model: str, cost: float, lower: float = 0.8, verdict: Verdict = Verdict.PROVEN
) -> Candidate:
    return Candidate(
        model=model,
        accuracy=min(1.0, lower + 0.1),
        avg_cost_usd=cost,
        meets_threshold=verdict is Verdict.PROVEN,
        verdict=verdict,
        lower=lower,
        upper=min(1.0, lower + 0.15),
    )


CHEAP, MIDDLE, DEAR = one("cheap", 0.01), one("middle", 0.05, 0.85), one("dear", 0.5, 0.9)


def of(*low: Candidate, **changes: Any) -> RoutingTable:
    tiers = Tiers(low=low, medium=(DEAR, *low[:1]), high=(DEAR,))
    return table(tiers=tiers, prices=PRICES, switch_cost=SwitchCost.BREAKEVEN, **changes)


def chosen(found: Choice) -> tuple[str | None, str, bool]:
    model = found.candidate.model if found.candidate else None
    return model, found.reason, found.sticky


def session(
    model: str, tokens: int | None = 70_000, messages: int = 40, idle: float = 20
) -> Session:
    return Session(model, idle, tokens, messages)


@pytest.mark.parametrize(
    ("wanted", "served", "why"),
    [
        (Constraints(denied_models=("cheap",)), "middle", "in deniedModels"),
        (Constraints(allowed_models=("dear",)), "dear", "not in allowedModels"),
        (Constraints(required_input_modalities=("image",)), "dear", "does not accept image"),
        (
            Constraints(prompt_tokens=50_000),
            "middle",
            "context of 32000 tokens is smaller than promptTokens",
        ),
    ],
)
def test_a_constraint_leaves_the_next_one_and_says_why(
    wanted: Constraints, served: str, why: str
) -> None:
    known = {
        "cheap": Capability(context_length=32_000),
        "dear": Capability(input_modalities=("text", "image")),
    }
    found = choose(of(CHEAP, MIDDLE, DEAR, capabilities=known), Asked(Tier.LOW, constraints=wanted))
    assert chosen(found)[0] == served
    assert why in found.excluded["cheap"]


def test_a_constraint_that_leaves_nobody_is_null_with_its_reason() -> None:
    wanted = Constraints(required_input_modalities=("image",))
    found = choose(of(CHEAP), Asked(Tier.LOW, constraints=wanted))
    assert chosen(found) == (None, "no_candidate_left", False)
    assert found.excluded == {"cheap": "does not accept image"}


def test_the_most_accurate_is_the_one_with_the_best_lower_bound() -> None:
    found = choose(of(CHEAP, MIDDLE, DEAR), Asked(Tier.LOW, mode=RoutingMode.BEST_ACCURACY))
    assert chosen(found) == ("dear", "most_accurate", False)
    stays = Asked(Tier.LOW, session=session("cheap"), mode=RoutingMode.BEST_ACCURACY)
    assert chosen(choose(of(CHEAP, MIDDLE, DEAR), stays))[0] == "dear"


def test_a_switch_that_pays_for_reading_the_context_anew_is_made() -> None:
    long, short = session("dear", messages=40), session("dear", messages=0)
    assert chosen(choose(of(CHEAP, DEAR), Asked(Tier.LOW, session=long)))[0] == "cheap"
    ladder = of(MIDDLE, DEAR)
    verdict = assess(ladder, MIDDLE, DEAR, short)
    assert verdict.switch.saved_per_turn_usd == pytest.approx(
        70_000 * 0.45e-6 + 2_000 * 4.5e-6 + 800 * 23e-6
    )
    back = 0.4 * 70_000 * 4.5e-6
    assert verdict.switch.cost_usd == pytest.approx(70_000 * 0.45e-6 + back)
    assert verdict.switch.turns == 3


def test_a_warm_cache_holds_a_session_back_from_a_small_saving_and_a_cold_one_does_not() -> None:
    near = {"near": Price(prompt=0.3e-6, cached=0.03e-6, completion=1.2e-6), **PRICES}
    ladder = replace(of(one("near", 0.049), MIDDLE), prices=near)
    warm, cold = (session("middle", messages=12, idle=i) for i in (20, 900))
    assert chosen(choose(ladder, Asked(Tier.LOW, session=warm))) == (
        "middle",
        "incumbent_kept",
        True,
    )
    assert chosen(choose(ladder, Asked(Tier.LOW, session=cold)))[0] == "near"


def test_what_a_cache_costs_never_holds_back_an_upgrade_that_the_tier_needs() -> None:
    bad = one("cheap", 0.01, 0.3, Verdict.REJECTED)
    found = choose(of(DEAR, bad), Asked(Tier.LOW, session=session("cheap", 500_000)))
    assert chosen(found)[0] == "dear"
    assert found.switch is not None


def test_an_incumbent_stays_while_its_upper_bound_reaches_the_bar() -> None:
    open_ = one("cheap", 0.01, 0.65, Verdict.OPEN)
    found = choose(of(DEAR, open_), Asked(Tier.LOW, session=session("cheap")))
    assert chosen(found) == ("cheap", "incumbent_kept", True)


@pytest.mark.parametrize("tokens", [None, 70_000])
def test_without_prices_or_context_the_factor_decides(tokens: int | None) -> None:
    ladder = of(CHEAP, MIDDLE, DEAR)
    bare = ladder if tokens is None else replace(ladder, prices={})
    far, near = (Asked(Tier.LOW, session=session(m, tokens)) for m in ("dear", "middle"))
    assert [chosen(choose(bare, asked))[2] for asked in (far, near)] == [False, False]
    steep = replace(bare, switch_cost_factor=10.0)
    assert chosen(choose(steep, near)) == ("middle", "incumbent_kept", True)
    assert choose(steep, near).switch is not None
    assert choose(steep, near).switch.cost_usd is None  # type: ignore[union-attr]


def test_where_constraints_leave_no_candidate_of_a_route_its_tier_serves() -> None:
    why = Serving(why=Why.CHEAPEST_PROVEN, detail="a test")
    entry = RouteEntry(route=ROUTE, tier=Tier.LOW, candidates=(CHEAP,), serving=why)
    ladder, denied = of(MIDDLE, DEAR, routes=(entry,)), Constraints(denied_models=("cheap",))
    assert chosen(choose(ladder, Asked(Tier.LOW, ROUTE)))[0] == "cheap"
    assert chosen(choose(ladder, Asked(Tier.LOW, ROUTE, constraints=denied)))[0] == "middle"


def test_inside_a_tool_loop_no_session_switches() -> None:
    asked = Asked(Tier.HIGH, session=session("cheap"), in_tool_loop=True)
    assert chosen(choose(of(CHEAP, DEAR), asked)) == ("cheap", "in_tool_loop", True)
    denied = Asked(
        Tier.HIGH,
        session=session("cheap"),
        in_tool_loop=True,
        constraints=Constraints(denied_models=("cheap",)),
    )
    assert chosen(choose(of(CHEAP, DEAR), denied))[0] == "dear"


def test_a_session_whose_model_is_gone_leaves_it_and_that_is_a_switch() -> None:
    found = choose(of(CHEAP), Asked(Tier.LOW, session=session("gone")))
    assert chosen(found) == ("cheap", "cheapest_meeting_the_bar", False)
    assert found.switch is not None
    assert found.switch.incumbent == "gone"


@given(
    st.sampled_from(["cheap", "middle", "dear", "gone"]),
    st.integers(0, 2_000_000),
    st.integers(0, 500),
    st.floats(0, 2_000),
    st.booleans(),
)
def test_nobody_rejected_ever_serves_while_somebody_better_is_there(
    model: str, tokens: int, messages: int, idle: float, loop: bool
) -> None:
    bad = one("cheap", 0.01, 0.2, Verdict.REJECTED)
    asked = Asked(Tier.LOW, session=Session(model, idle, tokens, messages))
    found = choose(of(MIDDLE, DEAR, bad), asked)
    assert found.candidate is not None
    assert found.candidate.model != "cheap"
    assert found.sticky == (found.candidate.model == model != "middle")
