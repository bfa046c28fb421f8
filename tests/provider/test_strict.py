"""What Claude and GPT refuse in a history, over HTTP."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from local.provider.server import Running
from tests.provider.calling import (
    ASKED,
    CLAUDE,
    GPT,
    USER,
    Turn,
    chat,
    error,
    history,
    messages,
    post,
    refusal,
    responses,
    said,
    vendors,
)

SIGNATURE = "messages.1.content.0: Invalid `signature` in `thinking` block"
PATTERN = "String should match pattern '^[a-zA-Z0-9_-]+$'"


@pytest.fixture(scope="module")
def provider() -> Iterator[Running]:
    with vendors() as running:
        yield running


@pytest.mark.parametrize("mark", [{}, {"signature": ""}, {"signature": None}, {"signature": "x"}])
def test_claude_refuses_thinking_that_it_did_not_sign(provider: Running, mark: Turn) -> None:
    answer = messages(provider, CLAUDE, {"type": "thinking", "thinking": "x", **mark})
    assert refusal(answer) == SIGNATURE
    assert answer.json()["type"] == "error"
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_claude_refuses_thinking_that_was_changed(provider: Running) -> None:
    own = messages(provider, CLAUDE, {"type": "text", "text": "x"}).json()["content"][0]
    assert refusal(messages(provider, CLAUDE, {**own, "thinking": "other"})) == SIGNATURE


def test_another_process_signs_otherwise(
    provider: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = messages(provider, CLAUDE, {"type": "text", "text": "x"}).json()["content"][0]
    monkeypatch.setattr("local.provider.opaque._KEY", b"another")
    assert refusal(messages(provider, CLAUDE, own)) == SIGNATURE


def test_claude_refuses_redacted_thinking_of_others(provider: Running) -> None:
    answer = messages(provider, CLAUDE, {"type": "redacted_thinking", "data": "x.y"})
    assert refusal(answer).endswith("Invalid `data` in `redacted_thinking` block")


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ({"type": "tool_use", "id": "functions.read:0", "name": "read"}, "tool_use.id"),
        ({"type": "tool_use", "id": "", "name": "read"}, "tool_use.id"),
        ({"type": "tool_result", "tool_use_id": "a.b"}, "tool_result.tool_use_id"),
    ],
)
def test_claude_refuses_other_letters_in_an_id(provider: Running, part: Turn, where: str) -> None:
    assert refusal(messages(provider, CLAUDE, part)) == f"messages.1.content.0.{where}: {PATTERN}"


@pytest.mark.parametrize("mark", ["", None, "x"])
def test_claude_refuses_on_chat_what_a_translation_would_hold(provider: Running, mark: Any) -> None:
    turn = said(provider, CLAUDE)
    (detail,) = turn["reasoning_details"]
    assert detail["format"] == "anthropic-claude-v1"
    foreign = {**turn, "reasoning_details": [{**detail, "signature": mark}]}
    assert refusal(chat(provider, CLAUDE, history(foreign))) == SIGNATURE
    assert PATTERN in refusal(chat(provider, CLAUDE, history(turn, id="functions.read:0")))
    left = {n: v for n, v in turn.items() if n != "reasoning_details"}
    assert chat(provider, CLAUDE, history(left)).status_code == 200


@pytest.mark.parametrize("blob", ["gAAAAforeign", "", "a.b", "é.x"])
def test_gpt_refuses_reasoning_that_it_did_not_seal(provider: Running, blob: str) -> None:
    item = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": blob}
    code, words = error(responses(provider, GPT, item))
    assert code == "invalid_encrypted_content"
    assert "could not be verified" in words


def test_gpt_takes_reasoning_without_its_seal(provider: Running) -> None:
    item = {"type": "reasoning", "summary": [{"type": "summary_text", "text": "x"}]}
    assert responses(provider, GPT, item).status_code == 200
    assert responses(provider, GPT, {**item, "encrypted_content": None}).status_code == 200


@pytest.mark.parametrize(
    ("kind", "prefix"),
    [("function_call", "fc"), ("reasoning", "rs"), ("message", "msg"), ("custom_tool_call", "ctc")],
)
def test_gpt_refuses_an_item_id_that_it_does_not_give(
    provider: Running, kind: str, prefix: str
) -> None:
    item = {"type": kind, "call_id": "call_1", "name": "read", "arguments": "{}"}
    code, words = error(responses(provider, GPT, {**item, "id": "toolu_1"}))
    assert code == "invalid_value"
    wanted = f"Invalid 'input[1].id': 'toolu_1'. Expected an ID that begins with '{prefix}'."
    assert words == wanted
    assert responses(provider, GPT, {**item, "id": f"{prefix}_1"}).status_code == 200
    assert responses(provider, GPT, item).status_code == 200


@pytest.mark.parametrize("field", ["id", "call_id"])
def test_gpt_refuses_an_id_of_more_than_64_characters(provider: Running, field: str) -> None:
    item = {"type": "function_call", "call_id": "c" * 64, "name": "read", "arguments": "{}"}
    assert responses(provider, GPT, item).status_code == 200
    code, words = error(responses(provider, GPT, {**item, field: f"fc_{'1' * 62}"}))
    assert code == "string_above_max_length"
    assert f"'input[1].{field}': string too long" in words
    assert "length 65" in words


@pytest.mark.parametrize(
    ("path", "more", "other"),
    [
        ("chat/completions", {"messages": [USER]}, "max_completion_tokens"),
        ("responses", {"input": ASKED}, "max_output_tokens"),
    ],
)
def test_max_tokens_is_refused_by_a_model_with_strict_parameters(
    path: str, more: dict[str, Any], other: str
) -> None:
    body = {"model": "sim/large", **more}
    with vendors(strict_parameters=True) as strict:
        answer = post(strict, path, {**body, "max_tokens": 9})
        assert answer.json()["error"]["code"] == "unsupported_parameter"
        assert f"Use '{other}' instead" in refusal(answer)
        assert post(strict, path, {**body, other: 9}).status_code == 200
        assert messages(strict, "sim/large").status_code == 200
        headers = {"authorization": f"Bearer {strict.key}"}
        row = httpx.get(f"{strict.base_url}/models", headers=headers).json()["data"][0]
    assert "max_tokens" not in row["supported_parameters"]
    assert "max_completion_tokens" in row["supported_parameters"]
