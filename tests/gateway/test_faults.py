"""A `/decide` or a provider that fails: what is served instead, how fast, and what is recorded."""

import time
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.gateway.running import VIRTUAL, decided
from tests.gateway.scripted import Answer, Asked, Script
from tests.gateway.stage import CHAT, CHOSEN, DEAD, FIRST, PATHS, WHOLE, Stage, asking, staged

DEADLINE_MS = 300
DENIED = "d/denied"
NULL = b'{"cost":0.0,"decision":null,"classifierResult":null,"reason":"no_candidate_left"}'


@pytest.fixture(scope="module")
def _hasty() -> Iterator[Stage]:
    with staged(deadline_ms=DEADLINE_MS, denied_models=(DENIED,)) as running:
        yield running


@pytest.fixture
def hasty(_hasty: Stage) -> Stage:
    return _hasty.clear()


def always(*parts: bytes | float | None, status: int = 200, wait: float = 0.0) -> Script:
    return lambda _: Answer(parts, status, wait=wait)


def served(stage: Stage, path: str = CHAT) -> tuple[str, str, float]:
    """Return the model that served a new session, the reason and the seconds."""
    session = {"x-session-id": uuid4().hex}
    began = time.monotonic()
    answer = stage.gateway.post(path, asking(path), **session)
    seconds = time.monotonic() - began
    assert (answer.status_code, answer.content) == (200, WHOLE)
    told = answer.headers
    assert told["x-auto-routing-source"] == "fallback"
    return told["x-auto-routing-model"], told["x-auto-routing-reason"], seconds


DRIP = tuple(part for at in range(40) for part in (decided(CHOSEN)[at : at + 1], 0.05))
FAULTS = {
    "hung": (always(wait=30.0), "decide_timeout"),
    "slow": (always(decided(CHOSEN), wait=0.6), "decide_timeout"),
    "dripping": (always(*DRIP), "decide_timeout"),
    "silent in the middle": (always(decided(CHOSEN)[:20], 30.0), "decide_timeout"),
    "broken": (always(decided(CHOSEN)[:20], None), "decide_unreachable: ClientPayloadError"),
    "closed": (lambda _: Answer(drop=True), "decide_unreachable: ServerDisconnectedError"),
    "garbage": (always(b"<html>\xff"), "decide_malformed"),
    "huge": (always(b"[" * 3_000_000), "decide_malformed"),
    "empty": (always(), "decide_malformed"),
    "list": (always(b"[]"), "decide_malformed"),
    "500": (always(status=500), "decide_status_500"),
    "429": (always(status=429), "decide_status_429"),
    "401": (always(status=401), "decide_secret_refused: 401"),
    "403": (always(status=403), "decide_secret_refused: 403"),
    "413": (always(status=413), "decide_request_refused: 413"),
    "null": (always(NULL), "decide_null: no_candidate_left"),
    "denied": (always(decided(DENIED)), "decide_model_not_allowed"),
}


def virtual(_: Asked) -> Answer:
    return Answer((decided(CHOSEN).replace(CHOSEN.encode(), VIRTUAL.encode()),))


@pytest.mark.parametrize("name", [*FAULTS, "virtual"])
def test_the_fallback_serves_in_time(hasty: Stage, name: str) -> None:
    hasty.decide.script, reason = FAULTS.get(name, (virtual, ""))
    tries = [served(hasty) for _ in range(2)]
    assert {model for model, _, _ in tries} == {FIRST}
    told = {why for _, why, _ in tries}
    assert told == {reason} if reason else told <= {"decide_malformed", "decide_model_not_allowed"}
    assert min(seconds for _, _, seconds in tries) < DEADLINE_MS / 1_000 + 0.5
    assert {(row.model, row.source, row.reason) for row in hasty.gateway.rows(2)} == {
        (FIRST, "fallback", why) for why in told
    }


def test_a_decide_that_answers_in_pieces_is_heard(stage: Stage) -> None:
    said = decided(CHOSEN)
    stage.decide.script = always(said[:9], 0.05, said[9:])
    answer = stage.gateway.post(CHAT, asking(CHAT))
    assert answer.headers["x-auto-routing-model"] == CHOSEN


@pytest.mark.parametrize("url", [DEAD, "http://none.invalid/decide", None])
def test_a_decide_that_is_not_there(url: str | None) -> None:
    with staged(deadline_ms=DEADLINE_MS, decide_url=url) as stage:
        for path in PATHS:
            model, reason, _ = served(stage, path)
            assert model == FIRST
            assert reason.startswith("decide_unreachable: " if url else "decide_not_configured")
        assert min(served(stage)[2] for _ in range(2)) < DEADLINE_MS / 1_000 + 0.5


def test_a_decide_that_always_fails_is_left_alone_until_a_probe_succeeds(hasty: Stage) -> None:
    breaker = hasty.gateway.front.server.resolver.breaker
    hasty.decide.script = always(wait=30.0)
    assert [served(hasty)[1] for _ in range(5)] == ["decide_timeout"] * 5
    quick = [served(hasty) for _ in range(3)]
    assert {reason for _, reason, _ in quick} == {"decide_breaker_open"}
    assert min(seconds for _, _, seconds in quick) < DEADLINE_MS / 1_000
    assert len(hasty.decide.asked) == 5
    breaker.retry_at = 0.0
    assert served(hasty)[1] == "decide_timeout"
    assert served(hasty)[1] == "decide_breaker_open"
    breaker.retry_at, hasty.decide.script = 0.0, always(decided(CHOSEN))
    for _ in range(2):
        answer = hasty.gateway.post(CHAT, asking(CHAT))
        assert answer.headers["x-auto-routing-model"] == CHOSEN
    assert breaker.failures == 0
