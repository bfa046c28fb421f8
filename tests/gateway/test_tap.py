"""The tap reads the usage from the bytes, in bounded memory, and changes none of them."""

import json
from decimal import Decimal
from typing import Any

import pytest

from gateway.tap import MOST_BYTES, Tap
from gateway.tokens import Tokens
from tests.gateway.scripted import Answer
from tests.gateway.stage import (
    CHAT,
    COUNTED,
    DONE,
    MESSAGES,
    RESPONSES,
    Stage,
    asking,
    frame,
    said,
    streamed,
)

OPENAI = {
    "prompt_tokens": 100,
    "completion_tokens": 50,
    "prompt_tokens_details": {"cached_tokens": 60, "cache_write_tokens": 20},
    "completion_tokens_details": {"reasoning_tokens": 30},
    "cost": 0.1,
}
ANTHROPIC = {
    "input_tokens": 20,
    "cache_read_input_tokens": 60,
    "cache_creation_input_tokens": 20,
    "output_tokens": 50,
}
NEWER = {
    "input_tokens": 100,
    "output_tokens": 50,
    "input_tokens_details": {"cached_tokens": 60},
    "output_tokens_details": {"reasoning_tokens": 30},
}
READ: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {
    CHAT: (OPENAI, (100, 60, 20, 50, 30, "0.1")),
    MESSAGES: (ANTHROPIC, (100, 60, 20, 50, None, None)),
    RESPONSES: (NEWER, (100, 60, None, 50, 30, None)),
}


def found(stage: Stage) -> tuple[Any, ...]:
    row = stage.row()
    counts = (row.prompt_tokens, row.cached_tokens, row.cache_write_tokens)
    return (*counts, row.completion_tokens, row.reasoning_tokens, row.cost_usd)


@pytest.mark.parametrize("path", READ)
def test_the_usage_of_a_body_is_recorded(stage: Stage, path: str) -> None:
    usage, wanted = READ[path]
    stage.provider.script = lambda _: Answer((json.dumps({"usage": usage}).encode(),))
    stage.gateway.post(path, asking(path))
    assert found(stage) == wanted


def frames(path: str) -> list[Any]:
    usage = READ[path][0]
    if path == CHAT:
        return [{"choices": [], "usage": usage}]
    if path == RESPONSES:
        begun = {"type": "response.created", "response": {"usage": None}}
        return [begun, {"type": "response.completed", "response": {"usage": usage}}]
    start = {"type": "message_start", "message": {"usage": {**usage, "output_tokens": 1}}}
    return [start, {"type": "message_delta", "usage": {"output_tokens": usage["output_tokens"]}}]


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("size", [1, 13, 100_000])
def test_the_usage_of_a_stream_is_recorded(stage: Stage, path: str, size: int) -> None:
    body = said("\u00e9") + b"".join(frame(each) for each in frames(path))
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    stage.provider.script = lambda _: streamed(*pieces)
    stage.gateway.post(path, asking(path, "m/asked", stream=True))
    assert found(stage) == READ[path][1]


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        [],
        "7",
        {"prompt_tokens": None},
        {"prompt_tokens": -1},
        {"prompt_tokens": True},
        {"prompt_tokens": 10**30},
        {"prompt_tokens": 7.5},
    ],
)
def test_what_is_not_named_is_unknown_and_not_0(stage: Stage, usage: Any) -> None:
    stage.provider.script = lambda _: Answer((json.dumps({"usage": usage}).encode(),))
    stage.gateway.post(CHAT, asking(CHAT))
    assert found(stage) == (None,) * 6
    assert not stage.row().cost_known


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 9_000, b'{"usage":', b"\xff\xfe"])
def test_a_body_that_is_no_json_passes(stage: Stage, body: bytes) -> None:
    stage.provider.script = lambda _: Answer((body,) if body else ())
    answer = stage.gateway.post(CHAT, asking(CHAT))
    assert (answer.status_code, answer.content) == (200, body)
    assert found(stage) == (None,) * 6


@pytest.mark.parametrize(
    ("cost", "wanted"),
    [
        ("0.1000000000000000055", "0.1000000000000000055"),
        ("1e-7", "0.0000001"),
        ("12345678901234567890.1", "12345678901234567890.1"),
        ('"0.25"', "0.25"),
        ("0", "0"),
        ("-1", None),
        ('"NaN"', None),
        ("true", None),
        ("null", None),
        ("1e999999", None),
        ("1e-999999", None),
    ],
)
def test_a_cost_keeps_its_digits(stage: Stage, cost: str, wanted: str | None) -> None:
    stage.provider.script = lambda _: Answer((b'{"usage":{"cost":%s}}' % cost.encode(),))
    stage.gateway.post(CHAT, asking(CHAT))
    assert stage.row().cost_usd == wanted


def test_a_frame_without_end_takes_no_memory_and_passes() -> None:
    piece = b"a" * 2**18
    for hide in (False, True):
        tap, out = Tap(stream=True, hide=hide), 0
        for _ in range(40):
            out += len(tap.feed(piece))
            assert len(tap._held) <= MOST_BYTES + len(piece)
        out += len(tap.end())
        assert out == 40 * len(piece)
        assert tap.tokens == Tokens()


def test_what_follows_a_frame_that_is_too_long_is_read_again() -> None:
    long = frame({"choices": [], "usage": {"prompt_tokens": 1}, "x": "a" * (MOST_BYTES * 2)})
    for hide in (False, True):
        tap = Tap(stream=True, hide=hide)
        body = long + said("b") + COUNTED + DONE
        pieces = [body[at : at + 70_001] for at in range(0, len(body), 70_001)]
        passed = b"".join(tap.feed(piece) for piece in pieces) + tap.end()
        assert passed == (long + said("b") + DONE if hide else body)
        assert tap.tokens.prompt == 9


@pytest.mark.parametrize("path", READ)
def test_the_usage_of_a_body_that_is_too_long_to_keep_is_recorded(stage: Stage, path: str) -> None:
    usage, wanted = READ[path]
    body = json.dumps({"output": ["a" * MOST_BYTES * 2], "usage": usage, "user": "u"}).encode()
    stage.provider.script = lambda _: Answer((body,))
    assert stage.gateway.post(path, asking(path)).content == body
    assert found(stage) == wanted


@pytest.mark.parametrize("chat", [False, True])
def test_the_usage_of_a_last_frame_that_is_too_long_to_keep_is_recorded(
    stage: Stage, *, chat: bool
) -> None:
    """`response.completed` repeats all output before its usage."""
    path = CHAT if chat else RESPONSES
    usage, wanted = READ[path]
    held = {"output": ["a" * MOST_BYTES * 2], "usage": usage}
    long = frame(held if chat else {"type": "response.completed", "response": held})
    stage.provider.script = lambda _: streamed(said("b"), long)
    answer = stage.gateway.post(path, asking(path, stream=True))
    assert (answer.content, found(stage)) == (said("b") + long, wanted)


def test_a_long__stream_passes_whole(stage: Stage) -> None:
    long = b"data: " + b"x" * (MOST_BYTES * 2) + b"\n\n"
    stage.provider.script = lambda _: streamed(long, COUNTED, DONE)
    assert stage.gateway.post(CHAT, asking(CHAT, stream=True)).content == long + DONE
    assert stage.row().prompt_tokens == 9


@pytest.mark.parametrize("lines", [b"\n", b"\r\n", b"\r"])
def test_the_usage_of_a_named_event_is_read(lines: bytes) -> None:
    tap = Tap(stream=True, hide=True)
    event = b"event: usage\nid: 7\n" + COUNTED
    assert tap.feed(event.replace(b"\n", lines)) + tap.end() == b""
    assert tap.tokens.prompt == 9


@pytest.mark.parametrize(
    ("details", "cost"),
    [
        ({"upstream_inference_cost": 0.0123}, "0.0130"),
        ({"upstream_inference_cost": None}, None),
        (None, None),
    ],
)
def test_with_a_key_of_ones_own_the_cost_is_the_fee_and_the_vendors_bill(
    details: Any, cost: str | None
) -> None:
    usage = {"cost": 0.0007, "is_byok": True, "cost_details": details}
    tokens = Tokens()
    tokens.add(json.loads(json.dumps(usage), parse_float=Decimal))
    assert tokens.cost_usd == cost
