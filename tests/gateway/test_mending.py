"""A session keeps what its models wrote, and a refusal is mended once and then remembered."""

import json
from typing import Any

import pytest

from contracts.classification import ApiKind
from gateway.call_ids import mapped
from gateway.foreign import readable
from gateway.reader import Reader
from tests.gateway.running import decided
from tests.gateway.scripted import Answer, Asked
from tests.gateway.stage import CHAT, MESSAGES, RESPONSES, WHOLE, Stage, asking

COUNT = f"{MESSAGES}/count_tokens"
GLM, CLAUDE, GEMINI = "z-ai/glm-5", "anthropic/claude-x", "google/gemini-3"
SIGNATURE = "messages.1.content.0: Invalid `signature` in `thinking` block"
PREFILL = "This model does not support assistant message prefill."
SESSION = {"x-session-id": "s"}
DETAIL = {"type": "reasoning.text", "text": "hm", "format": "unknown", "index": 0}
THINKING = {"type": "thinking", "thinking": "hm", "signature": "of-somebody-else"}


def answering(**message: Any) -> Any:
    body = json.dumps({"choices": [{"message": message}]}).encode()
    return lambda _: Answer((body,))


def refusing(message: str, *unwanted: str) -> Any:
    """Return a provider that refuses a body with one of the texts in it."""
    body = json.dumps({"type": "error", "error": {"message": message}}).encode()

    def script(asked: Asked) -> Answer:
        refused = any(text.encode() in asked.body for text in unwanted)
        return Answer((body,), 400) if refused else Answer((WHOLE,))

    return script


def said(stage: Stage, model: str, turns: list[Any], session: str) -> list[Any]:
    """Return the messages that reach a model in a session."""
    stage.decide.script = lambda _: Answer((decided(model),))
    body = asking(CHAT, messages=turns)
    assert stage.gateway.post(CHAT, body, **{"x-session-id": session}).status_code == 200
    found: list[Any] = stage.provider.asked[-1].json()["messages"]
    return found


def test_a_models_own_reasoning_comes_back_after_another_vendor_served(stage: Stage) -> None:
    user = {"role": "user", "content": "go on"}
    glm = {"role": "assistant", "content": "a", "reasoning": "hm", "reasoning_details": [DETAIL]}
    kimi = {"role": "assistant", "content": "b", "reasoning_content": "so"}
    turns = [user, glm, user, kimi, user]
    said(stage, GLM, turns[:1], "own")
    assert said(stage, "moonshotai/kimi-k3", turns[:3], "own") == [
        user,
        {"role": "assistant", "content": "a"},
        user,
    ]
    bare = {"role": "assistant", "content": "b"}
    assert said(stage, GLM, turns, "own") == [user, glm, user, bare, user]
    assert said(stage, "moonshotai/kimi-k3", turns, "own")[3] == kimi
    assert said(stage, GLM, turns, "other session") == turns


@pytest.mark.parametrize("path", [MESSAGES, COUNT])
def test_counting_and_serving_send_the_same_history(stage: Stage, path: str) -> None:
    session = {"x-session-id": f"count {path}"}
    stage.decide.script = lambda _: Answer((decided(CLAUDE),))
    stage.gateway.post(MESSAGES, asking(MESSAGES), **session)
    turns = [{"role": "user", "content": "go"}, {"role": "assistant", "content": [THINKING]}]
    turns += [{"role": "user", "content": "go on"}]
    stage.provider.script = refusing(SIGNATURE, "of-somebody-else")
    first = stage.gateway.post(path, asking(path, messages=turns), **session)
    assert first.status_code == 200
    sent = [asked.json()["messages"] for asked in stage.provider.asked[1:]]
    assert sent == [turns, [turns[0], turns[2]]]
    for other in (MESSAGES, COUNT):
        assert stage.gateway.post(other, asking(other, messages=turns), **session).is_success
        assert stage.provider.asked[-1].json()["messages"] == [turns[0], turns[2]]
    assert len(stage.provider.asked) == 5


@pytest.mark.parametrize("path", [CHAT, RESPONSES, MESSAGES])
def test_a_model_that_takes_no_beginning_is_told_to_go_on(stage: Stage, path: str) -> None:
    turns = [{"role": "user", "content": "go"}, {"role": "assistant", "content": "Well,"}]
    go_on = {"role": "user", "content": "Continue."}
    session = {"x-session-id": f"prefill {path}"}
    named = "input" if path == RESPONSES else "messages"
    history: dict[str, Any] = {named: turns}
    stage.provider.script = lambda asked: (
        Answer((json.dumps({"error": {"message": PREFILL}}).encode(),), 400)
        if asked.json()[named][-1]["role"] == "assistant"
        else Answer((WHOLE,))
    )
    for n in (2, 3):
        answer = stage.gateway.post(path, asking(path, **history), **session)
        assert answer.status_code == 200
        assert stage.provider.asked[-1].json()[named] == [*turns, go_on]
        assert len(stage.provider.asked) == n


def test_a_model_that_takes_a_beginning_gets_it(stage: Stage) -> None:
    turns = [{"role": "user", "content": "go"}, {"role": "assistant", "content": "{"}]
    stage.gateway.post(MESSAGES, asking(MESSAGES, messages=turns), **{"x-session-id": "brace"})
    assert stage.sent.json()["messages"] == turns


def test_two_refusals_are_mended_one_after_the_other(stage: Stage) -> None:
    turns = [{"role": "user", "content": "go"}, {"role": "assistant", "content": [THINKING, "x"]}]

    def script(asked: Asked) -> Answer:
        said = asked.json()["messages"]
        why = SIGNATURE if b"of-somebody-else" in asked.body else PREFILL
        body = json.dumps({"error": {"message": why}}).encode()
        return Answer((WHOLE,)) if said[-1]["role"] == "user" else Answer((body,), 400)

    stage.provider.script = script
    stage.decide.script = lambda _: Answer((decided(CLAUDE),))
    asked = asking(MESSAGES, messages=turns)
    for count in (3, 4):
        assert stage.gateway.post(MESSAGES, asked, **{"x-session-id": "two"}).status_code == 200
        assert len(stage.provider.asked) == count


def test_a_budget_is_left_out_where_the_thinking_before_it_is(stage: Stage) -> None:
    call = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "7"}
    turns = [
        {"role": "user", "content": "go"},
        {"role": "assistant", "content": [THINKING, call]},
        {"role": "user", "content": [result]},
    ]
    stage.provider.script = refusing(SIGNATURE, "of-somebody-else")
    stage.decide.script = lambda _: Answer((decided(CLAUDE),))
    thinking: dict[str, Any] = {"thinking": {"type": "enabled", "budget_tokens": 2_000}}
    asked = asking(MESSAGES, messages=turns, **thinking)
    assert stage.gateway.post(MESSAGES, asked, **{"x-session-id": "budget"}).status_code == 200
    assert stage.provider.asked[-1].json()["thinking"] == {"type": "disabled"}


def test_a_refusal_that_quotes_the_user_is_passed_on(stage: Stage) -> None:
    turns = [{"role": "user", "content": "go"}, {"role": "assistant", "content": [THINKING]}]
    stage.decide.script = lambda _: Answer((decided(CLAUDE),))
    stage.provider.script = refusing(f'Invalid value: "{SIGNATURE}"', "go")
    answer = stage.gateway.post(MESSAGES, asking(MESSAGES, messages=turns), **SESSION)
    assert answer.status_code == 400
    assert len(stage.provider.asked) == 1


@pytest.mark.parametrize("name", ["mcp_list_tools", "mcp_approval_request", "mcp_call", "new_call"])
@pytest.mark.parametrize("made", ["mcpr_1", "mcpl_1", "mcp_1", "odd_1"])
def test_items_that_openai_alone_makes_keep_their_ids(name: str, made: str) -> None:
    items = [{"type": name, "id": made}]
    assert mapped(ApiKind.RESPONSES, items, "openai") == items
    assert readable(ApiKind.RESPONSES, items, Reader("openai", refused=True)) == items


@pytest.mark.parametrize(("made", "kept"), [("fc_1", True), ("call_1", False), ("fc" * 40, False)])
def test_an_id_that_openai_refuses_is_left_out(made: str, kept: bool) -> None:
    (found,) = mapped(ApiKind.RESPONSES, [{"type": "function_call", "id": made}], "openai")
    assert ("id" in found) is kept


def calls(*signatures: str | None) -> list[Any]:
    made = [{"id": f"c{n}", "type": "function"} for n in range(len(signatures))]
    extra = [
        {"google": {"thought_signature": s, "x": 1}, "y": 2} if s else None for s in signatures
    ]
    return [{**c, "extra_content": e} if e else c for c, e in zip(made, extra, strict=True)]


def signed(vendor: str, calls: list[Any], **more: Any) -> list[Any]:
    item = {"role": "assistant", "content": "", "tool_calls": calls, **more}
    (found,) = readable(ApiKind.CHAT_COMPLETIONS, [item], Reader(vendor))
    return [
        call.get("extra_content", {}).get("google", {}).get("thought_signature")
        for call in found["tool_calls"]
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((None, None), ("skip_thought_signature_validator", None)),
        (("own", None), ("own", None)),
        (("own", None, None), ("own", None, None)),
        ((None, "own"), ("skip_thought_signature_validator", "own")),
    ],
)
def test_google_gets_a_placeholder_on_the_first_call_of_a_step_alone(
    before: tuple[str | None, ...], after: tuple[str | None, ...]
) -> None:
    assert tuple(signed("google", calls(*before))) == after


def test_a_signature_in_the_details_needs_no_placeholder() -> None:
    detail = {"type": "reasoning.encrypted", "data": "sealed", "format": "google-gemini-v1"}
    assert signed("google", calls(None, None), reasoning_details=[detail]) == [None, None]


def test_another_vendor_gets_no_signature_and_all_else() -> None:
    item = {"role": "assistant", "content": "", "tool_calls": calls("own", None)}
    (found,) = readable(ApiKind.CHAT_COMPLETIONS, [item], Reader("x-ai"))
    assert found["tool_calls"][0]["extra_content"] == {"google": {"x": 1}, "y": 2}
    assert found["tool_calls"][1] is item["tool_calls"][1]
