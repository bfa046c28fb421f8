"""Streams are passed on byte for byte and at once, and end with an error event when they break."""

import json
import time
from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.gateway.running import KEY, VIRTUAL
from tests.gateway.scripted import CUT, Answer
from tests.gateway.stage import (
    CHAT,
    COUNTED,
    DONE,
    MESSAGES,
    PATHS,
    RESPONSES,
    WHOLE,
    Stage,
    asking,
    frame,
    said,
    staged,
    streamed,
)

HEAD = said("Sev") + b": a comment\n\n" + said("\u00e9n \U0001f600")
UNASKED = {"stream_options": {"include_usage": False}}
BEGUN = frame(
    {"type": "message_start", "message": {"usage": {"input_tokens": 5, "output_tokens": 1}}}
)
ENDED = frame({"type": "message_delta", "usage": {"output_tokens": 8}})


def torn(body: bytes, size: int) -> tuple[bytes, ...]:
    return tuple(body[at : at + size] for at in range(0, len(body), size))


def got(stage: Stage, body: bytes, size: int, **more: Any) -> bytes:
    """Return what the client gets of a stream that arrives in pieces."""
    stage.provider.script = lambda _: streamed(*torn(body, size))
    answer = stage.gateway.post(CHAT, asking(CHAT, stream=True, **more))
    assert answer.headers["x-accel-buffering"] == "no"
    assert answer.headers["cache-control"] == "no-cache"
    return answer.content


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize("change", [{"model": "m/asked"}, UNASKED], ids=["asked", "own options"])
def test_a_stream_keeps_every_byte(stage: Stage, size: int, change: dict[str, Any]) -> None:
    body = HEAD + COUNTED + DONE
    assert got(stage, body, size, **change) == body
    assert stage.row().completion_tokens == 3


@pytest.mark.parametrize("path", [RESPONSES, MESSAGES])
def test_streams_of_the_other_apis_keep_every_byte(stage: Stage, path: str) -> None:
    body = BEGUN + COUNTED + ENDED
    stage.provider.script = lambda _: streamed(body)
    assert stage.gateway.post(path, asking(path, stream=True)).content == body
    assert "stream_options" not in stage.sent.json()


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize("lines", [b"\n", b"\r\n", b"\r"], ids=["lf", "crlf", "cr"])
def test_exactly_the_injected_usage_is_missing(stage: Stage, size: int, lines: bytes) -> None:
    head, counted, done = (part.replace(b"\n", lines) for part in (HEAD, COUNTED, DONE))
    assert got(stage, head + counted + done, size) == head + done
    row = stage.row()
    assert (row.prompt_tokens, row.completion_tokens, row.cost_usd) == (9, 3, "0.0000123")


@pytest.mark.parametrize("kind", ["Text/Event-Stream", "text/event-stream;charset=utf-8"])
def test_a_stream_is_known_however_its_type_is_written(stage: Stage, kind: str) -> None:
    answer = Answer((HEAD + COUNTED + DONE,), headers=(("content-type", kind),))
    stage.provider.script = lambda _: answer
    stage.gateway.post(CHAT, asking(CHAT, stream=True))
    assert stage.row().prompt_tokens == 9


@pytest.mark.parametrize("size", [1, 10_000])
@pytest.mark.parametrize("last", [b"", b"\n"], ids=["none", "half"])
def test_the_last_frame_needs_no_blank_line(stage: Stage, size: int, last: bytes) -> None:
    assert got(stage, HEAD + COUNTED.strip() + last, size) == HEAD
    assert stage.row().completion_tokens == 3
    stage.clear()
    assert got(stage, HEAD + DONE.strip() + last, size) == HEAD + DONE.strip() + last


def test_a_usage_beside_text_is_not_hidden(stage: Stage) -> None:
    both = frame({"choices": [{"delta": {"content": '"usage"'}}], "usage": {"prompt_tokens": 1}})
    empty = frame({"choices": [], "prompt_filter_results": []})
    null = frame({"choices": [], "usage": None})
    assert got(stage, both + empty + null + COUNTED + DONE, 5) == both + empty + null + DONE


@pytest.mark.parametrize("model", [VIRTUAL, "m/asked"])
def test_each_piece_is_passed_on_at_once(stage: Stage, model: str) -> None:
    frames = [said(str(n)) for n in range(4)]
    stage.provider.script = lambda _: streamed(*(p for f in frames for p in (f, 0.2)))
    with stage.gateway.client.stream(
        "POST",
        f"{stage.gateway.url}{CHAT}",
        json=asking(CHAT, model, stream=True),
        headers={"authorization": f"Bearer {KEY}"},
    ) as answer:
        pieces = [(time.monotonic(), piece) for piece in answer.iter_raw()]
    assert [piece for _, piece in pieces] == frames
    times = [at for at, _ in pieces]
    assert min(after - before for before, after in pairwise(times)) > 0.1


def events(body: bytes) -> list[Any]:
    frames = [part for part in body.split(b"\n\n") if part]
    lines = [line for part in frames for line in part.split(b"\n") if line.startswith(b"data:")]
    return [json.loads(line[5:]) for line in lines]


def breaks(stage: Stage, path: str, *parts: bytes | float | None, **more: Any) -> bytes:
    stage.provider.script = lambda _: streamed(*parts, CUT)
    content = stage.gateway.post(path, asking(path, stream=True, **more)).content
    assert len(stage.provider.asked) == 1
    return content


def is_error(path: str, event: Any) -> bool:
    if path == MESSAGES:
        return bool(event["type"] == "error" and event["error"]["type"] == "api_error")
    if path == RESPONSES:
        return bool(event["type"] == "error" and event["code"] == "server_error")
    return bool(event["error"]["code"] == "stream_broken")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("model", [VIRTUAL, "m/asked"])
def test_a_stream_that_breaks_ends_with_one_error(stage: Stage, path: str, model: str) -> None:
    content = breaks(stage, path, said("Sev"), model=model)
    assert content.startswith(said("Sev"))
    _, error = events(content)
    assert is_error(path, error)
    row = stage.row()
    assert (row.cancelled, row.status, row.completion_tokens) == (False, 200, None)
    assert row.reason == "ClientPayloadError"


def test_a_frame_that_is_torn_when_it_breaks_does_not_swallow_the_error(stage: Stage) -> None:
    content = breaks(stage, CHAT, said("a"), said("b")[:-9])
    assert content.startswith(said("a"))
    assert len(events(content)) == 2
    stage.clear()
    content = breaks(stage, CHAT, said("a"), said("b")[:-9], **UNASKED)
    assert content.startswith(said("a") + said("b")[:-9] + b"\n\ndata: ")
    assert content.count(b"stream_broken") == 1


def test_a_stream_that_breaks_before_its_first_frame(stage: Stage) -> None:
    (error,) = events(breaks(stage, CHAT, 0.01))
    assert is_error(CHAT, error)


def test_a_provider_that_falls_silent_ends_with_an_error() -> None:
    with staged(silent_seconds=1) as stage:
        stage.provider.script = lambda _: streamed(said("a"), 30.0)
        content = stage.gateway.post(CHAT, asking(CHAT, stream=True)).content
    assert is_error(CHAT, events(content)[-1])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("model", [VIRTUAL, "m/asked"])
def test_a_body_that_breaks_is_a_broken_connection(stage: Stage, path: str, model: str) -> None:
    stage.provider.script = lambda _: Answer((WHOLE[:20], CUT))
    with pytest.raises(httpx.RemoteProtocolError):
        stage.gateway.post(path, asking(path, model))
    row = stage.row()
    assert (row.cancelled, row.reason) == (False, "ClientPayloadError")
    assert len(stage.provider.asked) == 1
    assert stage.gateway.front.admission.running == 0
