"""Anthropic's Messages at the simulated provider: answers, streams, counts, errors and keys."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from local.provider.server import Running
from tests.provider.calling import ASKED, events, post, vendors

SYSTEM = [{"type": "text", "text": "Working directory: /slots/1"}]
USER = {"role": "user", "content": [{"type": "text", "text": ASKED}]}
CLAUDE = "anthropic/sim-claude"


@pytest.fixture(scope="module")
def provider() -> Iterator[Running]:
    with vendors() as running:
        yield running


def call(provider: Running, *turns: dict[str, Any], **more: Any) -> httpx.Response:
    body = {"model": CLAUDE, "max_tokens": 99, "system": SYSTEM, "messages": [*turns], **more}
    return post(provider, "messages", body)


def result(block: dict[str, Any], text: str) -> dict[str, Any]:
    part = {"type": "tool_result", "tool_use_id": block["id"]}
    return {"role": "user", "content": [{**part, "content": [{"type": "text", "text": text}]}]}


def turn(answer: httpx.Response) -> dict[str, Any]:
    return {"role": "assistant", "content": answer.json()["content"]}


def test_a_case_is_solved_step_by_step_with_signed_thinking(provider: Running) -> None:
    turns = [USER]
    for name in ("read", "bash"):
        answer = call(provider, *turns)
        thinking, used = answer.json()["content"]
        assert (thinking["type"], used["type"], used["name"]) == ("thinking", "tool_use", name)
        assert thinking["signature"]
        assert answer.json()["stop_reason"] == "tool_use"
        turns += [turn(answer), result(used, "7\n")]
    last = call(provider, *turns).json()
    assert [b["type"] for b in last["content"]] == ["thinking", "text"]
    assert (last["content"][1]["text"], last["stop_reason"]) == ("it says 7", "end_turn")


def test_the_directory_is_read_from_the_system_prompt(provider: Running) -> None:
    for system in (SYSTEM, SYSTEM[0]["text"]):
        used = call(provider, USER, system=system).json()["content"][-1]
        assert used["input"] == {"path": "/slots/1/a"}


def test_a_model_without_a_vendor_answers_without_thinking(provider: Running) -> None:
    for given in (USER, {"role": "user", "content": ASKED}):
        (used,) = call(provider, given, model="sim/large").json()["content"]
        assert used["type"] == "tool_use"


@pytest.mark.parametrize("model", ["deepseek/sim-deepseek", "moonshotai/sim-kimi"])
def test_another_vendors_thinking_has_no_signature(provider: Running, model: str) -> None:
    answer = call(provider, USER, model=model)
    assert answer.json()["content"][0]["signature"] == ""
    refused = call(provider, USER, turn(answer), {"role": "user", "content": "go on"})
    assert "Invalid `signature`" in refused.json()["error"]["message"]


def assembled(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    for event in found:
        match event["type"]:
            case "content_block_start":
                blocks.append({**event["content_block"], "json": ""})
            case "content_block_delta":
                for name, value in event["delta"].items():
                    if name == "partial_json":
                        blocks[event["index"]]["input"] = json.loads(value)
                    elif name != "type":
                        blocks[event["index"]][name] += value
    return [{name: v for name, v in block.items() if name != "json"} for block in blocks]


def test_a_stream_holds_the_same_answer(provider: Running) -> None:
    used = call(provider, USER).json()["content"][1]
    turns = [USER, {"role": "assistant", "content": [used]}]
    for given in ([USER], [*turns, result(used, "1"), turns[1], result(used, "7")]):
        whole = call(provider, *given).json()
        streamed = call(provider, *given, stream=True)
        assert streamed.headers["content-type"] == "text/event-stream"
        found = assembled(events(streamed))
        assert [b["type"] for b in found] == [b["type"] for b in whole["content"]]
        for block, other in zip(found, whole["content"], strict=True):
            assert {**block, "id": ""} == {**other, "id": ""}


def test_a_stream_has_the_events_of_the_api(provider: Running) -> None:
    found = events(call(provider, USER, stream=True))
    block = ["content_block_start", "content_block_delta", "content_block_stop"]
    assert [event["type"] for event in found] == [
        "message_start",
        *(block[0], block[1], *block[1:]),
        *block,
        "message_delta",
        "message_stop",
    ]
    start, end = found[0]["message"], found[-2]
    assert (start["content"], start["stop_reason"]) == ([], None)
    assert "cost" not in start["usage"]
    assert end["delta"]["stop_reason"] == "tool_use"
    assert end["usage"]["cost"] > 0


def test_usage_counts_the_three_kinds_of_input_apart(provider: Running) -> None:
    first = call(provider, USER)
    turns = [USER, turn(first), result(first.json()["content"][1], "7" * 400)]
    plain = call(provider, *turns).json()["usage"]
    marked = [{**SYSTEM[0], "cache_control": {"type": "ephemeral"}}]
    cached = call(provider, *turns, system=marked).json()["usage"]
    assert plain["cache_creation_input_tokens"] == 0 == cached["input_tokens"]
    assert plain["input_tokens"] == cached["cache_creation_input_tokens"] > 100
    assert plain["cache_read_input_tokens"] > 0
    used = plain["input_tokens"] * 5 + plain["cache_read_input_tokens"] * 0.5
    assert plain["cost"] == pytest.approx((used + plain["output_tokens"] * 25) / 1e6)


def test_tokens_are_counted_without_an_answer(provider: Running) -> None:
    body = {"model": CLAUDE, "system": SYSTEM, "messages": [USER]}
    before = provider.stats.body
    counted = post(provider, "messages/count_tokens", body).json()
    assert provider.stats.body == before
    assert counted == {"input_tokens": call(provider, USER).json()["usage"]["input_tokens"]}


def test_a_wanted_format_asks_the_labeller(provider: Running) -> None:
    wanted = {"format": {"type": "json_schema", "schema": {}}}
    asked = {"role": "user", "content": "fix the bug"}
    answer = call(provider, asked, output_config=wanted)
    assert "taskType" in json.loads(answer.json()["content"][1]["text"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"model": "none"}, "not a model"),
        ({"max_tokens": None}, "max_tokens"),
        ({"messages": "x"}, "messages"),
    ],
)
def test_a_bad_request_is_refused_in_the_shape_of_the_api(
    provider: Running, changes: dict[str, Any], words: str
) -> None:
    answer = call(provider, USER, **changes)
    assert answer.status_code == 400
    assert answer.json()["type"] == "error"
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert words in answer.json()["error"]["message"]


def test_a_key_may_come_in_either_header(provider: Running) -> None:
    url, body = f"{provider.base_url}/messages?beta=true", {"model": CLAUDE, "messages": [USER]}
    for header, key, status in (
        ("x-api-key", provider.key, 200),
        ("authorization", f"Bearer {provider.key}", 200),
        ("authorization", provider.key, 401),
        ("x-api-key", "wrong", 401),
        ("x-api-key", "", 401),
    ):
        answer = httpx.post(url, headers={header: key}, json={**body, "max_tokens": 9})
        assert answer.status_code == status
    assert answer.json()["error"]["type"] == "authentication_error"


@pytest.mark.parametrize(
    ("fault", "status", "name"),
    [("http_500", 500, "api_error"), ("http_429", 429, "rate_limit_error")],
)
def test_a_fault_has_the_shape_of_the_api(fault: str, status: int, name: str) -> None:
    with vendors(fault=fault) as failing:
        answer = call(failing, USER)
        assert (answer.status_code, answer.json()["error"]["type"]) == (status, name)


def test_a_stream_may_break_with_an_error_of_the_api() -> None:
    with vendors() as failing:
        failing.faults.share, failing.faults.kinds = 1, ("error_within",)
        first, last = events(call(failing, USER, stream=True))
        assert (first["type"], last["type"]) == ("message_start", "error")
        assert last["error"]["type"] == "api_error"
        assert call(failing, USER).json() == last
