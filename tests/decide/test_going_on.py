"""A session goes on with its model inside a loop, through an outage and beside side requests."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.dynamodb.items import Items
from adapters.dynamodb.sessions import SessionStore
from contracts.decision import Constraints, DecideRequest, DecideResponse, NonPortableState
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from contracts.hot_record import replace
from contracts.price import Capability
from contracts.table import RouteEntry, RoutingTable, Serving, Tiers, Why
from contracts.tier import Tier
from functions.classifier.side import ruled
from functions.decide.engine import Asked, choose
from functions.decide.fingerprint import content_hash
from functions.decide.outcome import Classified
from functions.decide.reduce import reduce
from functions.decide.switch import Session, assess
from tests.decide.asking import HIGH, LOW, NAMES, Asking, Model, ask
from tests.decide.test_engine import CHEAP, DEAR, ROUTE, of, session
from tests.reading.shapes import CLIENTS, Turn
from tests.samples import candidate, table

ORDER = "Move the invoices to the new ledger and keep both in step."
DOWN = ProviderFailure(FailureCause.PROVIDER_ERROR, "HTTP 500", 0.004)
# Easy and hard orders have different models.
LADDER = table(
    tiers=Tiers(
        low=(candidate("d/cheap", 0.01), candidate("d/dear", 0.02)),
        medium=(candidate("d/dear", 0.02),),
        high=(candidate("d/dear", 0.02),),
    )
)


def request(client: str, turns: list[Turn], **changes: Any) -> DecideRequest:
    api, shape = CLIENTS[client]
    raw = {"apiKind": api, "body": shape(turns)}
    return DecideRequest.from_wire({"raw": raw, "userId": "u", "sessionId": "s", **changes})


@pytest.fixture
def store(items: Items) -> SessionStore:
    return SessionStore(items)


def of_model(answer: DecideResponse) -> tuple[str | None, str]:
    return (answer.decision.model if answer.decision else None), answer.reason


@pytest.mark.parametrize("client", CLIENTS)
def test_a_task_of_twelve_tool_steps_is_classified_once(client: str, store: SessionStore) -> None:
    asking = Asking(store, Model(HIGH))
    turns: list[Turn] = [("human", ORDER)]
    answers = []
    for step in range(13):
        answers.append(of_model(asking(request(client, turns), LADDER)))
        turns.append(("tool", f"result {step}"))
    assert {model for model, _ in answers} == {"d/dear"}
    assert {reason for _, reason in answers[1:]} == {"in_tool_loop"}
    assert asking.model.calls == 1


@pytest.mark.parametrize("client", CLIENTS)
def test_an_outage_inside_a_loop_changes_nothing(client: str, store: SessionStore) -> None:
    Asking(store, Model(HIGH))(request(client, [("human", ORDER)]), LADDER)
    asking = Asking(store, Model(DOWN))
    answer = asking(request(client, [("human", ORDER), ("tool", "x")]), LADDER)
    assert of_model(answer) == ("d/dear", "in_tool_loop")
    assert answer.decision is not None
    assert (answer.decision.tier, answer.cost, answer.classifier_result) == (Tier.HIGH, 0, None)
    assert asking.model.calls == 0


@pytest.mark.parametrize("client", CLIENTS)
def test_a_new_order_after_an_interrupt_is_classified(client: str, store: SessionStore) -> None:
    asking = Asking(store, Model(LOW))
    turns: list[Turn] = [("human", ORDER), ("tool", "x"), ("interrupt", "Stop; fix the typo")]
    asking(request(client, turns[:1]), LADDER)
    asking(request(client, turns), LADDER)
    assert asking.model.calls == 2


def test_an_outage_at_a_new_order_keeps_the_sessions_good_model(store: SessionStore) -> None:
    Asking(store, Model(LOW))(ask("easy"), LADDER)
    answer = Asking(store, Model(DOWN))(ask("other"), LADDER)
    assert of_model(answer) == ("d/cheap", "kept_unclassified")
    assert answer.cost == 0.004
    denied = Constraints(denied_models=("d/cheap",))
    refused = Asking(store, Model(DOWN))(ask("third", constraints=denied), LADDER)
    assert of_model(refused) == (None, "classifier_failed")


def test_an_outage_does_not_keep_a_model_that_was_never_good(store: SessionStore) -> None:
    weak = (candidate("d/cheap", 0.01, meets=False),)
    poor = table(tiers=Tiers(low=weak, medium=weak, high=weak))
    Asking(store, Model(LOW))(ask("easy"), poor)
    assert of_model(Asking(store, Model(DOWN))(ask("b"), poor)) == (None, "classifier_failed")


def test_who_really_served_is_the_incumbent(store: SessionStore) -> None:
    Asking(store, Model(LOW))(ask("easy"), LADDER)
    loop = ask("easy", in_tool_loop=True, served_model="d/dear")
    assert of_model(Asking(store)(loop, LADDER)) == ("d/dear", "in_tool_loop")
    outside = ask("easy", in_tool_loop=True, served_model="x/fallback")
    answer = Asking(store)(outside, LADDER)
    assert of_model(answer) == ("x/fallback", "in_tool_loop")
    denied = Constraints(denied_models=("x/fallback",))
    moved = Asking(store)(replace(outside, constraints=denied), LADDER)
    assert of_model(moved)[0] in ("d/cheap", "d/dear")


def test_a_model_that_serves_a_route_alone_goes_on_with_its_effort(store: SessionStore) -> None:
    only = replace(candidate("d/route", 0.01), reasoning_effort="high")
    serving = Serving(why=Why.CHEAPEST_PROVEN, detail="a test")
    entry = RouteEntry(route=ROUTE, tier=Tier.LOW, candidates=(only,), serving=serving)
    loop = ask("easy", in_tool_loop=True, served_model="d/route")
    answer = Asking(store)(loop, replace(LADDER, routes=(entry,)))
    assert answer.decision is not None
    assert (answer.decision.model, answer.decision.reasoning_effort) == ("d/route", "high")


def captured(name: str) -> DecideRequest:
    path = Path(__file__).parents[1] / "reading" / "kilo" / f"{name}.json"
    raw = {"apiKind": "chat_completions", "body": json.loads(path.read_text())["body"]}
    return DecideRequest.from_wire({"raw": raw, "userId": "u", "sessionId": "s"})


@pytest.mark.parametrize("side", ["title", "compaction"])
def test_a_side_request_is_easy_free_and_moves_no_session(side: str, store: SessionStore) -> None:
    asking = Asking(store, Model(HIGH))
    asking(captured("code_first_turn"), LADDER)
    assert [asking.decide(captured(side), LADDER).classified] == [
        Classified(ruled(reduce(captured(side)).input), 0.0)
    ]
    answer = asking(captured(side), LADDER)
    assert answer.decision is not None
    assert (answer.decision.tier, answer.cost) == (Tier.LOW, 0)
    loop = asking(captured("tool_loop_step"), LADDER)
    assert of_model(loop) == ("d/dear", "in_tool_loop")
    assert asking.model.calls == 1


def test_a_sub_agent_has_a_model_of_its_own(store: SessionStore) -> None:
    Asking(store, Model(HIGH))(ask("deep"), LADDER)
    sub = Asking(store, Model(LOW))(ask("list the files", agent_id="a1"), LADDER)
    assert of_model(sub)[0] == "d/cheap"
    again = Asking(store)(ask("deep", in_tool_loop=True), LADDER)
    assert of_model(again) == ("d/dear", "in_tool_loop")


def test_a_conversation_on_its_vendors_server_stays_there(store: SessionStore) -> None:
    Asking(store, Model(HIGH))(ask("deep"), LADDER)
    bound = ask("easy", non_portable_state=NonPortableState(bound=True))
    asking = Asking(store, Model(LOW))
    assert of_model(asking(bound, LADDER)) == ("d/dear", "state_bound")
    assert asking.model.calls == 0


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_reasoning_that_another_vendor_cannot_read_makes_a_switch_dearer(a: int, b: int) -> None:
    ladder = of(CHEAP, DEAR)

    def cost(tokens: int, *vendors: str) -> float:
        state = NonPortableState(vendors=vendors, tokens=tokens)
        base = session("dear")
        found = assess(
            ladder, CHEAP, DEAR, Session("dear", 20, base.context_tokens, 40, state=state)
        )
        assert found.switch.cost_usd is not None
        return found.switch.cost_usd

    low, high = sorted((a, b))
    assert cost(low, "anthropic") <= cost(high, "anthropic")
    assert cost(high, "anthropic") - cost(0) == pytest.approx(high * 0.4e-6, abs=1e-12)
    assert cost(high, "cheap") == cost(0)


def sized(**contexts: int) -> RoutingTable:
    known = {f"d/{name}": Capability(context_length=n) for name, n in contexts.items()}
    return replace(LADDER, capabilities=known)


def test_when_nothing_fits_the_largest_window_serves() -> None:
    small = sized(cheap=100_000, dear=200_000)
    found = choose(small, Asked(Tier.LOW, constraints=Constraints(prompt_tokens=900_000)))
    assert found.candidate is not None
    assert (found.candidate.model, found.reason) == ("d/dear", "largest_window")
    assert len(found.excluded) == 2
    none = Constraints(prompt_tokens=900_000, denied_models=("d/cheap", "d/dear"))
    assert choose(small, Asked(Tier.LOW, constraints=none)).candidate is None


def test_the_answer_has_to_fit_into_the_window_too() -> None:
    both = sized(cheap=100_000, dear=200_000)
    wanted = Constraints(prompt_tokens=90_000, output_tokens=20_000)
    found = choose(both, Asked(Tier.LOW, constraints=wanted))
    assert found.candidate is not None
    assert found.candidate.model == "d/dear"
    assert "outputTokens 20000" in found.excluded["d/cheap"]


@pytest.mark.parametrize("client", CLIENTS)
def test_identity_changes_with_the_order_alone(client: str) -> None:
    def names(turns: list[Turn], system: str = "", **changes: Any) -> tuple[str, str]:
        asked = request(client, turns, sessionId=None, **changes)
        assert asked.raw is not None
        body = asked.raw.body
        if system:
            body |= {"system": system, "instructions": system}
            first = {"role": "system", "content": system}
            body |= (
                {"messages": [first, *body.get("messages", [])[1:]]} if "messages" in body else {}
            )
        found = reduce(asked)
        return content_hash(found.input), NAMES.session(asked, found.input)

    order: list[Turn] = [("human", ORDER)]
    here = names(order)
    grown: list[Turn] = [*order, ("tool", "a"), ("tool", "b")]
    assert names(grown) == here
    clocks = [f"You are an agent. It is {t}, id {i}." for t, i in CLOCKS]
    assert len({names(order, clock) for clock in clocks}) == 1
    other = names([("human", f"{ORDER} Not on Fridays.")])
    assert (other[0] != here[0], other[1] != here[1]) == (True, True)


CLOCKS = [
    ("Monday, 1 June 2026 10:00:01", "8f14e45f"),
    ("Tuesday, 2 June 2026 11:30:59", "c9f0f895"),
    ("Friday, 30 October 2026 23:59:59 UTC", "45c48cce2e2d7fbdea1afc51c7c6ad26"),
]
