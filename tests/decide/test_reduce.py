"""A raw provider request of each API is reduced as a gateway would."""

from typing import Any

import pytest

from contracts.classification import ApiKind
from contracts.decision import DecideRequest
from functions.classifier.normalize import normalize
from functions.decide.reduce import reduce

IMAGE = {"type": "image_url", "image_url": {"url": "data:"}}
CHAT = {"model": "m", "messages": [{"role": "user", "content": "Fix it"}]}
MESSAGES = {"model": "m", "messages": [{"role": "user", "content": "Fix it"}]}
RESPONSES = {"model": "m", "input": [{"role": "user", "content": "Fix it"}]}


def asked(kind: str, body: dict[str, Any], **changes: Any) -> DecideRequest:
    return DecideRequest.from_wire(
        {"raw": {"apiKind": kind, "body": body}, "userId": "u", **changes}
    )


@pytest.mark.parametrize(
    ("kind", "body"),
    [("chat_completions", CHAT), ("messages", MESSAGES), ("responses", RESPONSES)],
)
def test_each_api_is_normalized_as_by_the_library(kind: str, body: dict[str, Any]) -> None:
    found = reduce(asked(kind, body))
    assert found.input == normalize(ApiKind(kind), body)
    assert (found.in_tool_loop, found.constraints.required_input_modalities) == (False, ())
    assert found.constraints.prompt_tokens is not None
    assert 2 < found.constraints.prompt_tokens < 10


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        ("chat_completions", {"role": "tool", "content": "42"}),
        ("messages", {"role": "user", "content": [{"type": "tool_result", "content": "42"}]}),
        ("responses", {"type": "function_call_output", "output": "42"}),
    ],
)
def test_a_last_turn_that_is_a_tools_result_is_a_tool_loop(kind: str, last: dict[str, Any]) -> None:
    turns = [{"role": "user", "content": "Fix it"}, last]
    body = {"model": "m", "messages" if kind != "responses" else "input": turns}
    assert reduce(asked(kind, body)).in_tool_loop
    answered = {"model": "m", "messages" if kind != "responses" else "input": turns[::-1]}
    assert not reduce(asked(kind, answered)).in_tool_loop


@pytest.mark.parametrize(
    ("part", "needs"),
    [
        (IMAGE, "image"),
        ({"type": "image", "source": {}}, "image"),
        ({"type": "input_file", "file_id": "f"}, "file"),
        ({"type": "tool_result", "content": [{"type": "image"}]}, "image"),
    ],
)
def test_pictures_and_files_are_required_modalities(part: dict[str, Any], needs: str) -> None:
    content = [{"type": "text", "text": "look"}, part]
    body = {"model": "m", "messages": [{"role": "user", "content": content}]}
    assert reduce(asked("chat_completions", body)).constraints.required_input_modalities == (needs,)


def test_what_the_caller_states_counts_before_what_the_body_shows() -> None:
    stated = {"promptTokens": 7, "requiredInputModalities": ["audio"]}
    found = reduce(asked("chat_completions", CHAT, constraints=stated)).constraints
    assert (found.prompt_tokens, found.required_input_modalities) == (7, ("audio",))


def test_the_size_of_a_body_that_stayed_at_the_gateway_is_an_estimate_too() -> None:
    found = normalize(ApiKind.CHAT_COMPLETIONS, CHAT)
    assert found is not None
    body = {"input": found.wire(), "userId": "u", "bodyBytes": 4_000}
    assert reduce(DecideRequest.from_wire(body)).constraints.prompt_tokens == 1_000
    none = {**body, "bodyBytes": 0}
    assert reduce(DecideRequest.from_wire(none)).constraints.prompt_tokens is None
