"""One decision: cached, sticky, bounded, and null with a reason instead of a failure."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from adapters.dynamodb.items import Items
from adapters.dynamodb.sessions import SessionStore
from contracts.completion import Completion
from contracts.decision import DecideRequest
from contracts.errors import ProviderFailure, Refused
from contracts.failure import FailureCause
from contracts.table import Tiers
from contracts.tier import Tier
from functions.classifier.linear import LINEAR
from functions.decide.ask import Asking as Ask
from functions.decide.body import request_of
from functions.decide.decide import Decider
from functions.decide.fingerprint import content_hash
from functions.decide.outcome import RoutingState
from tests.decide.asking import (
    HIGH,
    LOW,
    NAMES,
    Asking,
    DownSessions,
    Log,
    Model,
    ask,
    reduced,
    soon,
)
from tests.samples import candidate, table


@pytest.fixture
def asking(items: Items) -> Asking:
    return Asking(SessionStore(items))


def test_the_first_model_of_the_tier_is_chosen_and_the_classifier_is_charged(
    asking: Asking,
) -> None:
    answer = asking(ask(), table())
    assert answer.decision is not None
    assert (answer.decision.model, answer.decision.tier) == ("d/cheap", Tier.LOW)
    assert (answer.cost, answer.reason) == (0.001, "cheapest_meeting_the_bar")


def test_the_same_content_of_a_conversation_is_classified_once(asking: Asking) -> None:
    asking(ask(), table())
    again = asking(ask(), table())
    assert again.cost == 0
    assert again.decision is not None
    assert asking.model.calls == 1


def test_a_conversation_stays_on_its_model_while_switching_would_not_pay(items: Items) -> None:
    served = table(
        tiers=Tiers(
            low=(candidate("d/cheap", 0.01), candidate("d/dear", 0.02)),
            medium=(candidate("d/dear", 0.02),),
            high=(candidate("d/dear", 0.02),),
        )
    )
    first = Asking(SessionStore(items), Model(HIGH))(ask("deep"), served)
    then = Asking(SessionStore(items), Model(LOW))(ask("easy"), served)
    assert first.decision is not None
    assert then.decision is not None
    assert (first.decision.model, then.decision.model) == ("d/dear", "d/dear")
    assert (then.decision.tier, then.decision.sticky) == (Tier.LOW, True)
    assert then.reason == "incumbent_kept"


def test_an_answer_that_nobody_can_read_gives_null_with_what_was_paid_and_leaves_no_state(
    items: Items,
) -> None:
    answer = Asking(SessionStore(items), Model("no JSON at all"))(ask(), table())
    assert (answer.decision, answer.classifier_result) == (None, None)
    assert answer.reason == "unusable_answer"
    assert answer.cost == pytest.approx(0.002)
    assert items.client.scan(TableName="table")["Items"] == []


def test_a_failing_classifier_gives_null_with_what_was_paid(items: Items) -> None:
    down = Model(ProviderFailure(FailureCause.PROVIDER_ERROR, "HTTP 500", cost_usd=0.004))
    answer = Asking(SessionStore(items), down)(ask(), table())
    assert (answer.decision, answer.classifier_result) == (None, None)
    assert (answer.reason, answer.cost) == ("classifier_failed", 0.004)


def test_a_cost_that_the_provider_does_not_name_is_unknown_and_not_nothing(items: Items) -> None:
    answer = Asking(SessionStore(items), Model(cost=None))(ask(), table())
    assert answer.decision is not None
    assert (answer.cost, answer.cost_known) == (0, False)


def test_without_a_table_nothing_is_classified_and_nothing_paid(asking: Asking) -> None:
    answer = asking(ask(), None)
    assert (answer.decision, answer.reason, answer.cost) == (None, "no_table", 0)
    assert asking.model.calls == 0


def test_a_session_store_that_is_down_costs_the_stickiness_alone() -> None:
    asking = Asking(DownSessions())
    answer = asking(ask(), table())
    assert answer.decision is not None
    assert len(asking.log.lines) == 3
    assert asking.decide(ask(), table()).failures == ("session_store",)


def test_an_unproven_tier_says_so(asking: Asking) -> None:
    answer = asking(ask(), table(unproven=(Tier.LOW,)))
    assert answer.reason == "best_of_unproven"


class Slow:
    """A classifier that takes its time, on the clock of the test."""

    def __init__(self, each: float) -> None:
        self.now, self.each, self.allowed = 0.0, each, list[float]()

    def clock(self) -> float:
        return self.now

    def __call__(self, model: str, messages: Any, parameters: Any, seconds: float) -> Completion:
        self.allowed.append(seconds)
        self.now += self.each
        return Completion("no JSON", 0.001)


def test_the_callers_deadline_bounds_both_calls_and_no_third_is_made() -> None:
    slow = Slow(each=0.3)
    decider = Decider(DownSessions(), Ask(slow, Log(), slow.clock))
    decided = decider.decide(ask(), RoutingState(table(), 0.0, "c"), until=1.0)
    assert slow.allowed == [pytest.approx(1.0), pytest.approx(0.7)]
    assert decided.answer.reason == "unusable_answer"


def test_no_second_call_is_made_past_the_deadline_and_what_was_paid_is_said() -> None:
    slow = Slow(each=0.3)
    decider = Decider(DownSessions(), Ask(slow, Log(), slow.clock))
    decided = decider.decide(ask(), RoutingState(table(), 0.0, "c"), until=0.3)
    assert len(slow.allowed) == 1
    assert (decided.answer.reason, decided.answer.cost) == ("deadline_passed", 0.001)


def test_time_that_was_lost_before_counts_against_the_deadline() -> None:
    slow = Slow(each=0.0)
    slow.now = 5.0
    Decider(DownSessions(), Ask(slow, Log(), slow.clock)).decide(
        ask(), RoutingState(table(), 0.0, "c"), until=5.6
    )
    assert slow.allowed[0] == pytest.approx(0.6)


def together(count: int, text: str, call: Callable[..., Completion]) -> list[float]:
    """Return what each of `count` parallel requests cost; the call waits for all of them."""
    gate = threading.Event()

    def waiting(*args: Any) -> Completion:
        gate.wait(5)
        return call(*args)

    def one(_: int) -> float:
        decider = Decider(DownSessions(), Ask(waiting, Log()), NAMES)
        return decider.decide(ask(text), RoutingState(table(), 0.0, "c"), soon()).answer.cost

    with ThreadPoolExecutor(count) as pool:
        asked = [pool.submit(one, n) for n in range(count)]
        time.sleep(0.2)
        gate.set()
        return sorted(each.result() for each in asked)


def test_parallel_first_requests_share_one_call_and_one_of_them_pays() -> None:
    model = Model()
    assert together(4, "shared", model) == [0, 0, 0, 0.001]
    assert model.calls == 1


def test_of_parallel_requests_whose_call_fails_one_tells_its_cost() -> None:
    failing = Model(ProviderFailure(FailureCause.PROVIDER_ERROR, "x", 0.004))
    assert together(3, "failing", failing) == [0, 0, 0.004]


def test_of_two_racing_requests_the_first_one_sets_the_sessions_model(items: Items) -> None:
    one, two = (Asking(SessionStore(items), Model(answer)) for answer in (LOW, HIGH))
    ladder = table(
        tiers=Tiers(
            low=(candidate("d/cheap", 0.01),),
            medium=(candidate("d/dear", 0.02),),
            high=(candidate("d/dear", 0.02),),
        )
    )
    first, second = one.decide(ask("a"), ladder), two.decide(ask("b"), ladder)
    assert one.decider.remember(first)
    assert not two.decider.remember(second)
    known = SessionStore(items).recall(str(first.session), "c", str(first.content))
    assert known.incumbent == "d/cheap"


def test_a_later_request_moves_the_session_on(asking: Asking, items: Items) -> None:
    asking(ask("a"), table())
    moved = Asking(SessionStore(items), Model(HIGH))
    decided = moved.decide(ask("b"), table())
    assert moved.decider.remember(decided)


def test_a_body_that_does_not_fit_its_api_is_refused_by_name(asking: Asking) -> None:
    raw = {"apiKind": "messages", "body": {"model": "m"}}
    with pytest.raises(Refused, match=r"raw.body: does not fit messages"):
        asking(DecideRequest.from_wire({"raw": raw, "userId": "u"}), table())


@pytest.mark.parametrize("body", [{}, {"input": reduced().wire(), "raw": {}}])
def test_exactly_one_of_input_and_raw_is_required(body: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"input|raw"):
        DecideRequest.from_wire({"userId": "u", **body})


def test_who_asks_is_told_why_by_whom_and_how_old_the_table_is(asking: Asking) -> None:
    found = asking(ask(explain=True), table()).explanation
    assert found is not None
    assert found.chosen is not None
    assert found.chosen.model == "d/cheap"
    assert found.chosen.lower == pytest.approx(0.8)
    assert [c.model for c in found.runners_up] == ["d/dear"]
    assert (found.table_age_seconds, found.switch, found.route) == (1.5, None, None)
    assert asking(ask(), table()).explanation is None


def test_a_request_with_half_a_character_arrives() -> None:
    sent = request_of(ask("fix \ud800 it").wire_json().encode())
    assert sent.input is not None
    assert sent.input.user_prompt_prefix == "fix \ufffd it"


def test_the_content_hash_does_not_change_while_a_conversation_grows() -> None:
    assert len({content_hash(reduced(count=n)) for n in (4, 7, 8, 500)}) == 1
    assert content_hash(reduced("a")) != content_hash(reduced("b"))


@pytest.mark.parametrize(("enough", "asked"), [(0.0, 0), (1.01, 1)])
def test_the_linear_classifier_saves_the_call_where_it_is_sure_enough(
    asking: Asking, enough: float, asked: int
) -> None:
    live = RoutingState(table(), 0.0, "c", enough)
    decided = asking.decider.decide(ask("Fix the typo in README.md"), live, soon())
    assert asking.model.calls == asked
    assert decided.answer.decision is not None
    assert decided.answer.cost == (0.001 if asked else 0)
    assert decided.classified is not None
    assert decided.classified.linear is not bool(asked)


def test_what_the_linear_classifier_said_is_remembered_as_any_other(asking: Asking) -> None:
    live = RoutingState(table(), 0.0, "c", 0.0)
    decided = asking.decider.decide(ask("Fix the typo"), live, soon())
    assert asking.decider.remember(decided)
    again = asking.decide(ask("Fix the typo"), table())
    assert (again.answer.cost, asking.model.calls) == (0, 0)


def test_the_linear_classifier_as_the_winner_asks_nobody(asking: Asking) -> None:
    decided = asking.decider.decide(ask("Fix the typo"), RoutingState(table(), 0.0, LINEAR), soon())
    assert decided.answer.decision is not None
    assert (decided.answer.cost, asking.model.calls) == (0, 0)
