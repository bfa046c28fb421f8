"""Each Claude is told to think in the words that it takes, and clears no thinking that is off."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.classification import ApiKind
from contracts.options import Effort
from gateway.adapt import Editor
from gateway.refusal import Repair
from gateway.target import Target
from gateway.thinking import taken, thinks
from local.provider.strict import objection
from tests.gateway.running import decided
from tests.gateway.scripted import Answer, Asked
from tests.gateway.stage import MESSAGES, WHOLE, Stage, asking

OLD, NEW, BOTH = "anthropic/claude-haiku-4.5", "anthropic/claude-opus-4.7", "claude-sonnet-4-6"
NAMES = [
    ("anthropic/claude-3.7-sonnet:thinking", {"budget"}),
    ("claude-3-7-sonnet-20250219", {"budget"}),
    ("claude-sonnet-4-20250514", {"budget"}),
    ("claude-opus-4-1@20250805", {"budget"}),
    ("us.anthropic.claude-haiku-4-5-20251001-v1:0", {"budget"}),
    (OLD, {"budget"}),
    ("claude-opus-4-5", {"budget", "effort"}),
    ("anthropic/claude-4.6-opus-20260205", {"adaptive", "budget", "effort"}),
    (BOTH, {"adaptive", "budget", "effort"}),
    (NEW, {"adaptive", "effort"}),
    ("anthropic/claude-4.7-opus-20260416", {"adaptive", "effort"}),
    ("claude-mythos-preview", {"adaptive", "effort"}),
    ("claude-opus-5", {"adaptive", "effort"}),
    ("anthropic/claude-fable-5.1", {"adaptive", "effort"}),
    ("anthropic/claude-x", {"adaptive", "budget", "effort"}),
    ("claude-haiku-9.9", {"adaptive", "budget", "effort"}),
    ("deepseek/deepseek-v4", {"adaptive", "budget", "effort"}),
]
ADAPTIVE = {"type": "adaptive", "display": "omitted"}
BUDGET = {"type": "enabled", "budget_tokens": 9_000, "display": "omitted"}
CLEAR = {"type": "clear_thinking_20251015", "keep": "all"}
OTHER = {"type": "clear_tool_uses_20250919"}
SAID = {
    "adaptive": "adaptive thinking is not supported on this model",
    "budget": '"thinking.type.enabled" is not supported for this model. Use '
    '"thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
    "effort": "This model does not support the effort parameter.",
}


def edited(model: str, effort: Effort | None = None, repairs: Any = (), **given: Any) -> Any:
    body = {"model": "kilo-auto/efficient", "messages": [], **given}
    found = Editor(ApiKind.MESSAGES, body, json.dumps(body).encode())
    return json.loads(found.adapted(Target(model), effort, repairs).body)


@pytest.mark.parametrize(("model", "words"), NAMES)
def test_a_claude_is_known_by_its_name(model: str, words: set[str]) -> None:
    assert taken(model) == words


@pytest.mark.parametrize(
    ("effort", "most", "budget"),
    [
        ("low", 32_000, 6_400),
        ("high", 32_000, 25_600),
        (None, 32_000, 25_600),
        ("low", 2_000, 1_024),
        ("max", 1_025, 1_024),
        ("max", 1_000_000, 121_600),
    ],
)
def test_adaptive_becomes_a_budget_within_the_answer(
    effort: Effort | None, most: int, budget: int
) -> None:
    found = edited(OLD, effort, thinking=ADAPTIVE, max_tokens=most)
    assert found["thinking"] == {"type": "enabled", "display": "omitted", "budget_tokens": budget}
    assert "output_config" not in found


@pytest.mark.parametrize("most", [1, 1_024])
def test_an_answer_without_room_for_a_budget_is_not_thought_about(most: int) -> None:
    assert "thinking" not in edited(OLD, thinking=ADAPTIVE, max_tokens=most)


def test_a_count_of_tokens_has_no_limit_and_the_least_budget() -> None:
    assert edited(OLD, thinking=ADAPTIVE)["thinking"]["budget_tokens"] == 1_024


def test_a_budget_becomes_adaptive() -> None:
    found = edited(NEW, "low", thinking=BUDGET, max_tokens=32_000)
    assert found["thinking"] == ADAPTIVE
    assert found["output_config"] == {"effort": "low"}


@pytest.mark.parametrize("thinking", [ADAPTIVE, BUDGET, {"type": "disabled"}, {"type": []}, 7])
@pytest.mark.parametrize("model", [BOTH, "anthropic/claude-x", "deepseek/deepseek-v4"])
def test_what_a_model_takes_or_is_not_known_to_refuse_stays(model: str, thinking: Any) -> None:
    given = {"thinking": thinking, "output_config": {"effort": "low"}, "max_tokens": 9}
    assert edited(model, **given) == {"model": model, "messages": [], **given}


@given(
    st.sampled_from([name for name, _ in NAMES]),
    st.sampled_from([ADAPTIVE, BUDGET, {"type": "disabled"}, None]),
    st.sampled_from([None, "none", "low", "high"]),
    st.sets(st.sampled_from(["opaque", "adaptive", "budget", "effort"])),
    st.lists(st.sampled_from([CLEAR, OTHER])),
    st.integers(min_value=1, max_value=100_000),
)
def test_no_claude_is_sent_what_it_refuses(
    model: str, thinking: Any, effort: Any, repairs: set[Repair], edits: list[Any], most: int
) -> None:
    context = {"context_management": {"edits": edits}}
    result = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c"}]}
    more = {"thinking": thinking} if thinking else {}
    found = edited(model, effort, repairs, messages=[result], max_tokens=most, **context, **more)
    words = taken(model) - repairs
    mode = found.get("thinking", {}).get("type")
    assert mode != "adaptive" or "adaptive" in words
    assert mode != "enabled" or "budget" in words
    assert "effort" in words or "effort" not in found.get("output_config", {})
    if thinking == ADAPTIVE and mode == "enabled":
        assert 1_024 <= found["thinking"]["budget_tokens"] < most
    assert thinks(found) or CLEAR not in found.get("context_management", {}).get("edits", [])
    assert found.get("context_management") != {}
    assert objection(ApiKind.MESSAGES, "anthropic", found) is None


def test_other_edits_of_the_context_stay() -> None:
    off: dict[str, Any] = {"thinking": {"type": "disabled"}}
    left = edited(NEW, context_management={"edits": [CLEAR, OTHER], "x": 1}, **off)
    assert left["context_management"] == {"edits": [OTHER], "x": 1}
    assert "context_management" not in edited(NEW, context_management={"edits": [CLEAR]}, **off)


def refusing(asked: Asked) -> Answer:
    """Answer as a Claude that takes a budget alone, and is not known by its name."""
    body, said = asked.json(), None
    if "effort" in body.get("output_config", {}):
        said = SAID["effort"]
    elif body["thinking"]["type"] == "adaptive":
        said = SAID["adaptive"]
    error = {"type": "error", "error": {"type": "invalid_request_error", "message": said}}
    return Answer((json.dumps(error).encode(),), 400) if said else Answer((WHOLE,))


def test_words_that_an_unknown_claude_refuses_are_mended_once(stage: Stage) -> None:
    stage.decide.script = lambda _: Answer((decided("anthropic/claude-x"),))
    stage.provider.script = refusing
    asked = asking(MESSAGES, thinking=ADAPTIVE, max_tokens=32_000, output_config={"effort": "low"})
    for count in (3, 4):
        answer = stage.gateway.post(MESSAGES, asked, **{"x-session-id": "words"})
        assert answer.status_code == 200
        assert len(stage.provider.asked) == count
        assert stage.provider.asked[-1].json()["thinking"]["type"] == "enabled"
