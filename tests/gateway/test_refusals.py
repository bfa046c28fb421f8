"""The front's own errors have the shape of the caller's API."""

import json
from typing import Any

import httpx
import pytest

from contracts.hot_record import replace
from gateway.settings import Fallback
from tests.gateway.running import VIRTUAL, until
from tests.gateway.scripted import Answer
from tests.gateway.stage import (
    CHAT,
    CHOSEN,
    FALLBACKS,
    FIRST,
    MESSAGES,
    PATHS,
    RESPONSES,
    SECOND,
    WHOLE,
    Stage,
    asking,
    staged,
)

DEEP = b'{"model":"m","messages":' + b"[" * 1_000 + b"]" * 1_000 + b"}"
DEEPER = b"[" * 200_000
PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
SEEN = {
    "type": "image",
    "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="},
}
SHOWN = {"type": "input_image", "image_url": "data:image/png;base64,iVBORw0KGgo="}


def refused(path: str, answer: httpx.Response, status: int, kind: str) -> str:
    """Return the message of an error in the shape of the API, whose type or code is `kind`."""
    assert answer.status_code == status
    said = answer.json()
    if path == MESSAGES:
        assert said["type"] == "error"
        assert said["error"]["type"] == kind
    else:
        assert set(said) == {"error"}
        assert set(said["error"]) == {"message", "type", "param", "code"}
    return str(said["error"]["message"])


BODIES = {
    "not JSON": (b"{", "not JSON"),
    "no UTF-8": (b'{"model":"\xff"}', "not JSON"),
    "a list": (b"[]", "an object is required"),
    "no model": (b"{}", "model: a text is required"),
    "a number": (b'{"model":7}', "model: a text is required"),
    "deep": (DEEP, "nested too deeply"),
    "deeper": (DEEPER, "body: "),
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_wrong(stage: Stage, path: str, name: str) -> None:
    body, told = BODIES[name]
    answer = stage.gateway.post(path, body)
    assert told in refused(path, answer, 400, "invalid_request_error")
    assert not stage.provider.asked


@pytest.mark.parametrize("path", PATHS)
def test_a_key_is_required(stage: Stage, path: str) -> None:
    for headers in ({"authorization": ""}, {"authorization": "Bearer other"}):
        answer = stage.gateway.post(path, asking(path), **headers)
        assert "authorization: " in refused(path, answer, 401, "authentication_error")
    assert not stage.provider.asked


@pytest.mark.parametrize("path", PATHS)
def test_a_front_that_calls_itself_says_so(stage: Stage, path: str) -> None:
    answer = stage.gateway.post(path, asking(path), **{"x-auto-routing-hop": "1"})
    assert "upstreamUrl" in refused(path, answer, 508, "api_error")


def test_a_front_that_is_its_own_provider_ends_at_once() -> None:
    with staged() as stage:
        upstream = stage.gateway.front.server.upstream
        upstream.settings = replace(upstream.settings, upstream_url=f"{stage.gateway.url}/v1")
        answer = stage.gateway.post(CHAT, asking(CHAT, "m/asked"))
    assert "upstreamUrl" in refused(CHAT, answer, 508, "")


def test_a_path_that_does_not_exist(stage: Stage) -> None:
    for path in ("/v1/embeddings", "/v2"):
        assert "does not exist" in refused(path, stage.gateway.post(path, {}), 404, "")
        theirs = stage.gateway.post(path, {}, **{"anthropic-version": "2023-06-01"})
        refused(MESSAGES, theirs, 404, "not_found_error")
    answer = stage.gateway.post(f"{MESSAGES}/batches", {})
    assert "does not exist" in refused(MESSAGES, answer, 404, "not_found_error")


@pytest.mark.parametrize("path", [*PATHS, f"{MESSAGES}/count_tokens"])
def test_a_method_that_a_path_does_not_know(stage: Stage, path: str) -> None:
    answer = stage.gateway.get(path)
    shape = MESSAGES if path.startswith(MESSAGES) else path
    refused(shape, answer, 405, "invalid_request_error")
    assert answer.headers["allow"] == "POST"
    assert stage.gateway.post("/v1/models", {}).headers["allow"] == "GET"


@pytest.mark.parametrize("path", PATHS)
def test_a_body_that_is_too_long(path: str) -> None:
    with staged(max_body_bytes=1_000) as stage:
        answer = stage.gateway.post(path, asking(path, text="a" * 300_000))
        refused(path, answer, 413, "request_too_large")
        assert stage.gateway.post(path, asking(path)).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_a_front_that_is_full_says_when_to_come_back(path: str) -> None:
    with staged(max_requests=1) as stage:
        stage.provider.script = lambda _: Answer((WHOLE,), wait=20.0)
        with stage.gateway.asked(path, asking(path)):
            until(lambda: stage.provider.waiting == 1)
            answer = stage.gateway.post(path, asking(path))
        assert "try again" in refused(path, answer, 503, "overloaded_error")
        assert answer.headers["retry-after"] == "1"
        until(lambda: stage.gateway.front.admission.running == 0)


def pictured(path: str) -> dict[str, Any]:
    part = {CHAT: PICTURE, MESSAGES: SEEN, RESPONSES: SHOWN}[path]
    asked = asking(path)
    for turn in asked.get("messages") or asked["input"]:
        turn["content"] = [part]
    return asked


@pytest.mark.parametrize("path", PATHS)
def test_a_picture_is_not_sent_to_a_model_of_texts(path: str, stage: Stage) -> None:
    stage.decide.script = lambda _: Answer(status=500)
    answer = stage.gateway.post(path, pictured(path))
    assert answer.headers["x-auto-routing-model"] == SECOND


@pytest.mark.parametrize(("path", "limit"), [(CHAT, "max_tokens"), (MESSAGES, "max_tokens")])
def test_the_answer_has_to_fit_into_the_window_too(stage: Stage, path: str, limit: str) -> None:
    stage.decide.script = lambda _: Answer(status=500)
    for most, model in ((100, FIRST), (3_999, SECOND), (9_001, None)):
        answer = stage.gateway.post(path, {**asking(path), limit: most})
        assert answer.headers.get("x-auto-routing-model") == model
    assert len(stage.provider.asked) == 2


def test_what_fits_nowhere_is_refused_as_clients_know_it(stage: Stage) -> None:
    stage.decide.script = lambda _: Answer(status=500)
    long = "seven words are in each such sentence " * 5_000
    for path in (CHAT, RESPONSES):
        answer = stage.gateway.post(path, asking(path, text=long))
        assert "maximum context length is 9000" in refused(path, answer, 400, "")
        assert answer.json()["error"]["code"] == "context_length_exceeded"
    answer = stage.gateway.post(MESSAGES, asking(MESSAGES, text=long))
    told = refused(MESSAGES, answer, 400, "invalid_request_error")
    assert told.startswith("prompt is too long: ")
    assert told.endswith(" tokens > 9000 maximum")


def test_a_picture_that_no_model_reads_is_refused() -> None:
    with staged(fallbacks=FALLBACKS[:1], decide_url=None) as stage:
        answer = stage.gateway.post(CHAT, pictured(CHAT))
    assert f"{FIRST}: does not accept image" in refused(CHAT, answer, 400, "")
    assert not stage.provider.asked


def test_the_retry_keeps_the_constraints(stage: Stage) -> None:
    stage.provider.script = lambda asked: Answer(
        status=503 if asked.json()["model"] == CHOSEN else 200
    )
    answer = stage.gateway.post(CHAT, pictured(CHAT))
    assert answer.headers["x-auto-routing-model"] == SECOND
    assert [json.loads(asked.body)["model"] for asked in stage.provider.asked] == [CHOSEN, SECOND]


def test_unknown_windows_refuse_nothing() -> None:
    with staged(fallbacks=(Fallback(model=FIRST),), decide_url=None) as stage:
        answer = stage.gateway.post(CHAT, asking(CHAT, VIRTUAL, "a " * 50_000))
    assert answer.status_code == 200
