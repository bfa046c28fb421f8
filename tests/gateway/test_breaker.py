"""The breaker of `/decide`: what counts as a failure of the service, and one probe at a time."""

import asyncio
from contextlib import AbstractContextManager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.breaker import Breaker, Down
from tests.gateway.running import until
from tests.gateway.scripted import Answer
from tests.gateway.stage import CHAT, Stage, asking, chosen

FAILS, WORKS = Down("it failed"), None
OUTCOMES = st.sampled_from([FAILS, WORKS, asyncio.CancelledError()])


def opened(clock: list[float]) -> Breaker:
    found = Breaker(lambda: clock[0])
    for _ in range(5):
        with suppress(Down), found.turn():
            raise FAILS
    return found


def entered(breaker: Breaker) -> AbstractContextManager[None] | None:
    """Begin a turn; None without one."""
    turn = breaker.turn()
    try:
        turn.__enter__()
    except Down:
        return None
    return turn


def ended(turn: AbstractContextManager[None], outcome: BaseException | None) -> None:
    with suppress(Down, asyncio.CancelledError):
        turn.__exit__(type(outcome) if outcome else None, outcome, None)


@given(st.lists(st.tuples(st.floats(0, 30), st.none() | OUTCOMES, st.integers(0, 3))))
def test_there_is_one_probe_at_most_however_long_it_takes(
    steps: list[tuple[float, BaseException | None, int]],
) -> None:
    """Turns begin and end in any order, after any time; old ones may end while a probe is out."""
    clock = [0.0]
    breaker = opened(clock)
    out: list[AbstractContextManager[None]] = []
    for pause, outcome, at in steps:
        clock[0] += pause
        is_open = breaker.failures >= 5
        if at < len(out):
            ended(out.pop(at), outcome)
        elif turn := entered(breaker):
            assert not (is_open and out), "a second probe"
            out.append(turn)
        if breaker.failures < 5:
            return


def test_a_probe_that_is_given_up_lets_another_one_through() -> None:
    clock = [0.0]
    breaker = opened(clock)
    clock[0] = 6.0
    probe = entered(breaker)
    assert probe
    clock[0] = 60.0
    assert not entered(breaker)
    ended(probe, asyncio.CancelledError())
    assert entered(breaker)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "decide_request_refused: 400"),
        (413, "decide_request_refused: 413"),
        (401, "decide_secret_refused: 401"),
        (403, "decide_secret_refused: 403"),
        (404, "decide_status_404"),
    ],
)
def test_a_service_that_refuses_does_not_fail(stage: Stage, status: int, reason: str) -> None:
    stage.decide.script = lambda _: Answer(status=status)
    for n in range(7):
        answer = stage.gateway.post(CHAT, asking(CHAT, text=f"Say {n}."))
        assert answer.headers["x-auto-routing-reason"] == reason
    assert len(stage.decide.asked) == 7


@pytest.mark.parametrize("status", [307, 408, 429, 500, 503])
def test_a_service_that_fails_is_left_alone(stage: Stage, status: int) -> None:
    stage.decide.script = lambda _: Answer(status=status)
    for _ in range(7):
        stage.gateway.post(CHAT, asking(CHAT))
    assert len(stage.decide.asked) == 5


def test_the_probe_of_a_client_that_left_ends_by_its_deadline(stage: Stage) -> None:
    breaker = stage.gateway.front.server.resolver.breaker
    breaker.failures, breaker.retry_at = 5, 0.0
    stage.decide.script = lambda _: Answer(wait=30.0)
    with stage.gateway.asked(CHAT, asking(CHAT)):
        until(lambda: stage.decide.waiting == 1)
        answer = stage.gateway.post(CHAT, asking(CHAT))
        assert answer.headers["x-auto-routing-reason"] == "decide_breaker_open"
    until(lambda: not breaker.probing)
    assert breaker.retry_at > 0.0, "it counts: the service did not answer"
    breaker.retry_at = 0.0
    stage.decide.script = chosen
    assert stage.gateway.post(CHAT, asking(CHAT)).headers["x-auto-routing-source"] == "benchmark"
    assert breaker.failures == 0
