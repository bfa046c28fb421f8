"""A connection to the provider that fails before the first byte: which model is asked then."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.failures import failure
from gateway.settings import Fallback
from tests.gateway.running import VIRTUAL, until
from tests.gateway.scripted import Answer, Asked, Script
from tests.gateway.stage import (
    CHAT,
    CHOSEN,
    DEAD,
    FIRST,
    MESSAGES,
    PATHS,
    WHOLE,
    Stage,
    asking,
    plain,
    staged,
)

COUNT = f"{MESSAGES}/count_tokens"
ERRORS = (aiohttp.ServerDisconnectedError(), aiohttp.ClientOSError(104, "reset"), TimeoutError())


@pytest.fixture
def fresh() -> Iterator[Stage]:
    """Run a front whose provider has had no request yet, so that its connection is new."""
    with staged() as running:
        yield running


@dataclass
class Once:
    """Hangs up on the first requests, and then answers."""

    times: int = 1
    met: list[str] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Answer:
        self.met.append(asked.json()["model"])
        return Answer(drop=True) if len(self.met) <= self.times else plain(asked)


def warmed(stage: Stage) -> Stage:
    """Leave a connection to the provider in the pool."""
    stage.gateway.post(CHAT, asking(CHAT))
    stage.gateway.rows(1)
    return stage.clear()


def attempts(stage: Stage, count: int) -> list[tuple[str, str, int | None]]:
    return [(row.attempt, row.model, row.status) for row in stage.gateway.rows(count)]


@pytest.mark.parametrize("model", [VIRTUAL, "m/asked"])
@pytest.mark.parametrize("path", PATHS)
def test_an_idle_connection_that_was_closed_does_not_change_the_model(
    fresh: Stage, path: str, model: str
) -> None:
    warmed(fresh).provider.script = Once()
    answer = fresh.gateway.post(path, asking(path, model))
    served = CHOSEN if model == VIRTUAL else model
    assert (answer.status_code, answer.content) == (200, WHOLE)
    assert attempts(fresh, 2) == [("first", served, None), ("retry", served, 200)]
    assert fresh.gateway.rows(2)[0].reason == "ServerDisconnectedError"
    assert len({asked.body for asked in fresh.provider.asked}) == 1


def test_an_idle_connection_is_replaced_for_a_count_and_a_decision_too(fresh: Stage) -> None:
    warmed(fresh).provider.script = Once()
    assert fresh.gateway.post(COUNT, asking(COUNT)).status_code == 200
    said, hung = fresh.decide.script, iter([Answer(drop=True)])
    fresh.decide.script = lambda asked: next(hung, None) or said(asked)
    answer = fresh.gateway.post(CHAT, asking(CHAT))
    assert answer.headers["x-auto-routing-reason"] == "cheapest_meeting_the_bar"
    assert len(fresh.decide.asked) == 2


@given(st.sampled_from(ERRORS), st.booleans(), st.floats(0, 4_000))
def test_only_what_the_provider_cannot_have_seen_is_unreached(
    error: Exception, reused: bool, seconds: float
) -> None:
    """A connection that ends later than one that was idle was worked on."""
    what = failure(error, reused=reused, seconds=seconds).what
    hung_up = "unreached" if reused and seconds <= 1 else "unanswered"
    assert what == ("silent" if isinstance(error, TimeoutError) else hung_up)


def test_a_call_that_was_worked_on_is_not_sent_again(fresh: Stage) -> None:
    """The connections were used before, and end after more than the time in which an idle one is
    found out.
    """
    late = Answer(drop=True, wait=1.3)
    warmed(fresh).provider.script = lambda _: late
    assert fresh.gateway.post(CHAT, asking(CHAT, "m/asked")).status_code == 502
    assert attempts(fresh, 1) == [("first", "m/asked", None)]
    warmed(fresh).decide.script = lambda _: late
    answer = fresh.gateway.post(CHAT, asking(CHAT))
    assert answer.headers["x-auto-routing-reason"].startswith("decide_unreachable")
    assert (len(fresh.decide.asked), len(fresh.provider.asked)) == (1, 1)


def test_there_is_no_second_retry_after_an_idle_connection(fresh: Stage) -> None:
    said = iter([Answer(drop=True)])
    warmed(fresh).provider.script = lambda _: next(said, Answer((b"busy",), 503))
    answer = fresh.gateway.post(CHAT, asking(CHAT))
    assert (answer.status_code, answer.content) == (503, b"busy")
    assert attempts(fresh, 2) == [("first", CHOSEN, None), ("retry", CHOSEN, 503)]


def test_a_provider_that_hangs_up_on_a_new_connection_is_asked_for_another_model(
    fresh: Stage,
) -> None:
    fresh.provider.script = Once()
    assert fresh.gateway.post(CHAT, asking(CHAT)).status_code == 200
    assert attempts(fresh, 2) == [("first", CHOSEN, None), ("retry", FIRST, 200)]


def test_a_model_that_was_asked_for_by_name_is_not_sent_twice(fresh: Stage) -> None:
    fresh.provider.script = Once()
    assert fresh.gateway.post(CHAT, asking(CHAT, "m/asked")).status_code == 502
    assert attempts(fresh, 1) == [("first", "m/asked", None)]


@pytest.mark.parametrize("url", [DEAD, "http://none.invalid"])
def test_a_provider_that_cannot_be_reached_is_tried_once_more_with_the_same_model(url: str) -> None:
    with staged(upstream_url=url) as stage:
        assert stage.gateway.post(CHAT, asking(CHAT)).status_code == 502
        assert attempts(stage, 2) == [("first", CHOSEN, None), ("retry", CHOSEN, None)]


def silent(models: tuple[str, ...]) -> Script:
    return lambda asked: Answer((WHOLE,), wait=30.0 if asked.json()["model"] in models else 0.0)


def test_a_stream_whose_model_is_silent_gets_another_one() -> None:
    with staged(first_byte_seconds=1) as stage:
        stage.provider.script = silent((CHOSEN,))
        assert stage.gateway.post(CHAT, asking(CHAT, stream=True)).status_code == 200
        assert attempts(stage, 2) == [("first", CHOSEN, None), ("retry", FIRST, 200)]


@pytest.mark.parametrize("path", PATHS)
def test_silence_is_told_in_the_shape_of_the_api(path: str) -> None:
    with staged(first_byte_seconds=1, whole_answer_seconds=1) as stage:
        stage.provider.script = silent((CHOSEN, FIRST))
        for stream, count in ((True, 2), (False, 3)):
            answer = stage.gateway.post(path, asking(path, stream=stream))
            assert answer.status_code == 504
            error = answer.json()["error"]
            assert error["type"] == ("timeout_error" if path == MESSAGES else "server_error")
            assert len(attempts(stage, count)) == count


TIMES: dict[str, tuple[dict[str, Any], Answer, bool]] = {
    "a whole answer may take long": ({"first_byte_seconds": 1}, Answer((WHOLE,), wait=1.5), False),
    "a silence may be long": ({"whole_answer_seconds": 1}, Answer((b"{", 1.5, b"}")), False),
    "silence is not the wait": ({"silent_seconds": 1}, Answer((WHOLE,), wait=1.5), False),
}


@pytest.mark.parametrize("name", TIMES)
def test_each_wait_has_its_own_setting(name: str) -> None:
    changes, answer, stream = TIMES[name]
    with staged(**changes) as stage:
        stage.provider.script = lambda _: answer
        assert stage.gateway.post(CHAT, asking(CHAT, stream=stream)).status_code == 200
        assert len(attempts(stage, 1)) == 1


def test_a_front_with_one_model_says_what_the_provider_said() -> None:
    with staged(fallbacks=(Fallback(model=CHOSEN),)) as stage:
        stage.provider.script = lambda _: Answer((b"busy",), 503)
        answer = stage.gateway.post(CHAT, asking(CHAT))
    assert (answer.status_code, answer.content) == (503, b"busy")


def test_a_silent_call_ends_when_the_client_leaves() -> None:
    with staged(first_byte_seconds=20) as stage:
        stage.provider.script = silent((CHOSEN,))
        with stage.gateway.asked(CHAT, asking(CHAT, stream=True)):
            until(lambda: stage.provider.waiting == 1)
        until(lambda: stage.provider.waiting == 0)
        assert stage.row().cancelled


@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
@pytest.mark.parametrize("stream", [False, True])
def test_a_provider_that_does_not_take_the_body_is_silent(
    monkeypatch: pytest.MonkeyPatch, stream: bool
) -> None:
    monkeypatch.setattr("gateway.upstream._SEND_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/v1"
        with staged(upstream_url=url, first_byte_seconds=1, whole_answer_seconds=1) as stage:
            large = asking(CHAT, "m/asked", text="a" * 16_000_000, stream=stream)
            answer = stage.gateway.post(CHAT, large)
            assert (answer.status_code, stage.row().reason) == (504, "TimeoutError")
