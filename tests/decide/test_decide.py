"""One decision: cached, sticky, and null with a reason instead of a failure."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from adapters.items import Items
from adapters.sessions import Remembered, SessionStore
from contracts.classification import ApiKind, Classification, ClassifierInput
from contracts.classifier.classify import Completion
from contracts.decision import DecideRequest
from contracts.errors import ProviderFailure
from contracts.result import FailureCause
from contracts.table import Tiers
from contracts.tier import Tier
from functions.decide.decide import Decider
from functions.decide.identity import content_hash, session_of
from tests.samples import FOUND, candidate, table

LOW = FOUND.wire()
HIGH = {**LOW, "contextComplexity": "large", "reasoningComplexity": "high"}


@dataclass
class Model:
    """A classifier model that gives `answer`, or fails with it, and counts its calls."""

    answer: dict[str, Any] | ProviderFailure | str = field(default_factory=lambda: dict(LOW))
    cost: float | None = 0.001
    calls: int = 0

    def __call__(
        self, model: str, messages: list[dict[str, str]], parameters: dict[str, Any]
    ) -> Completion:
        self.calls += 1
        if isinstance(self.answer, ProviderFailure):
            raise self.answer
        text = self.answer if isinstance(self.answer, str) else json.dumps(self.answer)
        return Completion(text, self.cost)


@dataclass
class Log:
    lines: list[str] = field(default_factory=list)

    def warning(self, msg: object, *args: object) -> None:
        self.lines.append(str(msg) % args)


class DownSessions:
    """A session store that cannot be reached."""

    def recall(self, session: str, classifier: str, content: str) -> Remembered:
        raise ConnectionError

    def stick(self, session: str, model: str) -> None:
        raise ConnectionError

    def remember(
        self, session: str, classifier: str, content: str, classification: Classification
    ) -> None:
        raise ConnectionError


def ask(text: str = "it is broken", session: str | None = "s", **changes: Any) -> DecideRequest:
    body = ClassifierInput(
        api_kind=ApiKind.CHAT_COMPLETIONS,
        requested_model="kilo-auto/efficient",
        system_prompt_prefix=None,
        user_prompt_prefix=text,
        message_count=changes.pop("count", 1),
        has_tools=False,
        stream=False,
    )
    return DecideRequest(input=body, user_id="u", session_id=session, **changes)


@pytest.fixture
def decider(items: Items) -> Decider:
    return Decider(SessionStore(items), Model(), Log())


def test_the_first_model_of_the_tier_is_chosen_and_the_classifier_is_charged(
    decider: Decider,
) -> None:
    answer = decider.decide(ask(), table(), "c")
    assert answer.decision is not None
    assert (answer.decision.model, answer.decision.tier) == ("d/cheap", Tier.LOW)
    assert (answer.cost, answer.reason) == (0.001, "cheapest_meeting_the_bar")


def test_the_same_content_of_a_conversation_is_classified_once(decider: Decider) -> None:
    decider.decide(ask(), table(), "c")
    again = decider.decide(ask(), table(), "c")
    assert again.cost == 0
    assert again.decision is not None
    assert decider.complete.calls == 1  # type: ignore[attr-defined]


def test_a_conversation_stays_on_its_model_while_switching_would_not_pay(items: Items) -> None:
    served = table(
        tiers=Tiers(
            low=(candidate("d/cheap", 0.01), candidate("d/dear", 0.02)),
            medium=(candidate("d/dear", 0.02),),
            high=(candidate("d/dear", 0.02),),
        )
    )
    store = SessionStore(items)
    first = Decider(store, Model(HIGH), Log()).decide(ask("deep"), served, "c")
    then = Decider(store, Model(LOW), Log()).decide(ask("easy"), served, "c")
    assert first.decision is not None
    assert then.decision is not None
    assert (first.decision.model, then.decision.model) == ("d/dear", "d/dear")
    assert (then.decision.tier, then.decision.sticky) == (Tier.LOW, True)
    assert then.reason == "incumbent_kept"


def test_a_guess_by_keywords_decides_but_is_not_remembered(items: Items) -> None:
    store = SessionStore(items)
    model = Model("no JSON at all")
    answer = Decider(store, model, Log()).decide(ask(), table(), "c")
    assert answer.decision is not None
    assert answer.decision.tier is Tier.MEDIUM
    assert answer.cost == pytest.approx(0.002)
    assert items.client.scan(TableName="table")["Items"] == []


def test_a_failing_classifier_gives_null_with_what_was_paid(items: Items) -> None:
    down = Model(ProviderFailure(FailureCause.PROVIDER_ERROR, "HTTP 500", cost_usd=0.004))
    answer = Decider(SessionStore(items), down, Log()).decide(ask(), table(), "c")
    assert (answer.decision, answer.classifier_result) == (None, None)
    assert (answer.reason, answer.cost) == ("classifier_failed", 0.004)


def test_without_a_table_nothing_is_classified_and_nothing_paid(decider: Decider) -> None:
    answer = decider.decide(ask(), None, "c")
    assert (answer.decision, answer.reason, answer.cost) == (None, "no_table", 0)
    assert decider.complete.calls == 0  # type: ignore[attr-defined]


def test_a_session_store_that_is_down_costs_the_stickiness_alone() -> None:
    log = Log()
    answer = Decider(DownSessions(), Model(), log).decide(ask(), table(), "c")
    assert answer.decision is not None
    assert len(log.lines) == 3


def test_an_unproven_tier_says_so(decider: Decider) -> None:
    answer = decider.decide(ask(), table(unproven=(Tier.LOW,)), "c")
    assert answer.reason == "best_of_unproven"


def test_sessions_of_two_users_never_meet() -> None:
    other = ask().model_copy(update={"user_id": "v"})
    assert session_of(ask()) != session_of(other)


def test_the_session_counts_before_the_machine_and_the_content_last() -> None:
    by_machine = ask(session=None, machine_id="m")
    assert session_of(ask(machine_id="m")) == session_of(ask("other text"))
    assert session_of(by_machine) == session_of(ask("other text", None, machine_id="m"))
    assert session_of(ask("a", None)) != session_of(ask("b", None))


def test_the_exact_hash_changes_when_a_conversation_doubles_and_the_loose_one_does_not() -> None:
    short, longer, long = (ask(count=n).input for n in (4, 7, 8))
    assert content_hash(short, exact=True) == content_hash(longer, exact=True)
    assert content_hash(longer, exact=True) != content_hash(long, exact=True)
    assert content_hash(short, exact=False) == content_hash(long, exact=False)
