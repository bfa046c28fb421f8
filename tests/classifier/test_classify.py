"""One retry, costs that add, and keywords only when a model failed twice."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from contracts.classification import ApiKind, ClassifierInput
from contracts.completion import Completion
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from contracts.hot_record import replace
from contracts.taxonomy import PAIRS, SubtaskType
from contracts.tier import Tier
from contracts.tuning import DEFAULT, Tuning
from functions.classifier.classify import Outcome, classify, fingerprint
from functions.classifier.fallback import fallback
from functions.classifier.linear import LINEAR
from functions.classifier.prompt import messages, parameters, shown
from tests.samples import FOUND

GOOD = FOUND.wire_json()


def request(text: str, *, tools: bool = False, latest: str | None = None) -> ClassifierInput:
    return ClassifierInput(
        api_kind=ApiKind.CHAT_COMPLETIONS,
        requested_model="any/model",
        system_prompt_prefix="s" * 400,
        user_prompt_prefix=text,
        latest_user_prompt_prefix=latest,
        message_count=1,
        has_tools=tools,
        stream=False,
    )


@dataclass
class Scripted:
    """A model that gives these answers in turn; an exception is raised."""

    answers: list[Completion | ProviderFailure]
    asked: list[Any] = field(default_factory=list)

    def __call__(
        self, model: str, asked: list[dict[str, str]], parameters: dict[str, Any]
    ) -> Completion:
        self.asked.append((model, asked, parameters))
        answer = self.answers.pop(0)
        if isinstance(answer, ProviderFailure):
            raise answer
        return answer


def ask(*answers: Completion | ProviderFailure) -> Outcome:
    return classify(request("it is broken"), "m", Scripted(list(answers)))


def test_a_usable_answer_is_asked_for_once() -> None:
    model = Scripted([Completion(GOOD, 0.001)])
    outcome = classify(request("x"), "m", model)
    assert len(model.asked) == 1
    assert outcome.classification.subtask_type is SubtaskType.BUG_FIXING
    assert (outcome.cost_usd, outcome.retried, outcome.fallback) == (0.001, False, None)


def test_a_reasoning_model_is_called_with_its_effort_and_limit() -> None:
    model = Scripted([Completion(GOOD, 0.001)])
    tuned = Tuning(reasoning_effort="low", max_output_tokens=4000)
    classify(request("x"), "m", model, tuned)
    _, _, sent = model.asked[0]
    assert (sent["reasoning"], sent["max_tokens"]) == ({"effort": "low"}, 4000)
    assert "reasoning" not in parameters(DEFAULT)
    assert fingerprint("m", tuned) != fingerprint("m", DEFAULT)
    assert fingerprint(LINEAR, tuned) == fingerprint(LINEAR, DEFAULT)


def test_an_unusable_answer_is_asked_for_again_and_both_are_paid() -> None:
    outcome = ask(Completion("sorry", 0.001), Completion(GOOD, 0.002))
    assert outcome.cost_usd == pytest.approx(0.003)
    assert (outcome.retried, outcome.fallback) == (True, None)
    assert outcome.problem == "invalid_json"


@pytest.mark.parametrize(
    ("text", "reason"), [(None, "no_text"), ("  ", "no_text"), ("{}", "invalid_output")]
)
def test_after_two_unusable_answers_keywords_decide(text: str | None, reason: str) -> None:
    outcome = ask(Completion("?", None), Completion(text, None))
    assert outcome.fallback == reason
    assert outcome.classification == fallback(request("it is broken"))
    assert outcome.cost_usd is None


def test_one_known_cost_is_kept_when_the_other_is_unknown() -> None:
    assert ask(Completion("?", 0.001), Completion(GOOD, None)).cost_usd == 0.001


def test_a_failing_second_call_tells_what_the_first_one_cost() -> None:
    failure = ProviderFailure(FailureCause.PROVIDER_ERROR, "down")
    with pytest.raises(ProviderFailure) as raised:
        ask(Completion("?", 0.001), failure)
    assert raised.value.cost_usd == 0.001


def test_the_prompt_shows_the_request_but_not_the_requested_model() -> None:
    asked = request("hello", latest="again " * 150)
    system, user = messages(asked)
    assert json.loads(user["content"].split("\n", 1)[1]) == shown(asked)
    assert shown(asked)["firstOrder"] == "hello"
    assert len(shown(asked)["instructions"]) == 200
    assert "instructions" not in shown(replace(asked, agent="kilo"))
    assert "any/model" not in system["content"] + user["content"]
    assert all(f'"{pair}"' in system["content"] for pairs in PAIRS for pair in pairs)


def test_the_prompt_shows_what_a_go_ahead_leans_on() -> None:
    going = replace(
        request("hello", latest="continue"),
        latest_kind="go_ahead",
        standing_order_prefix="Migrate the ledger",
        proposal_prefix="I would start with the schema.",
    )
    told = shown(going)
    assert (told["latest"], told["latestIs"]) == ("continue", "go_ahead")
    assert (told["standingOrder"], told["agentSaid"]) == (
        "Migrate the ledger",
        "I would start with the schema.",
    )


def test_one_order_is_not_shown_twice() -> None:
    assert "firstOrder" not in shown(request("a"))
    again = replace(request("a", latest="b"), standing_order_prefix="a")
    assert "firstOrder" not in shown(again)


@pytest.mark.parametrize(
    ("text", "subtask"),
    [
        ("the build fails", SubtaskType.BUG_FIXING),
        ("Fixed width columns are broken", SubtaskType.BUG_FIXING),
        ("simplify this class", SubtaskType.CODE_CLEANUP),
        ("design a queue", SubtaskType.TECHNICAL_PLANNING),
        ("look up the port", SubtaskType.REPO_EXPLORATION),
        ("open a PR", SubtaskType.MULTI_STEP_EXECUTION),
        ("add a prefix to the prompt", SubtaskType.FEATURE_DEVELOPMENT),
        ("a latest contest in a brunch", SubtaskType.FEATURE_DEVELOPMENT),
    ],
)
def test_keywords_are_whole_words(text: str, subtask: SubtaskType) -> None:
    found = fallback(request(text))
    assert found.subtask_type is subtask
    assert (found.tier, found.confidence) == (Tier.MEDIUM, 0.0)
