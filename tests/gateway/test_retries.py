"""A provider that fails before the first byte, and the rows of attempts and of classifying."""

import json
from decimal import Decimal

import pytest

from tests.gateway.running import KEY, decided
from tests.gateway.scripted import Answer, Script
from tests.gateway.stage import (
    CHAT,
    CHOSEN,
    DEAD,
    FIRST,
    MESSAGES,
    PATHS,
    SECOND,
    WHOLE,
    Stage,
    asking,
    plain,
    staged,
)


def always(*parts: bytes | float | None, status: int = 200) -> Script:
    return lambda _: Answer(parts, status)


NULL = b'{"cost":0.0,"decision":null,"classifierResult":null,"reason":"no_candidate_left"}'


def refusing(answer: Answer, *models: str) -> Script:
    """Return a provider at which `models` are refused."""
    return lambda asked: answer if asked.json()["model"] in models else plain(asked)


def attempts(stage: Stage, count: int) -> list[tuple[str, str, int | None]]:
    return [(row.attempt, row.model, row.status) for row in stage.gateway.rows(count)]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("status", [502, 503, 529])
def test_another_model_answers_before_the_first_byte(stage: Stage, path: str, status: int) -> None:
    stage.provider.script = refusing(Answer(status=status), CHOSEN)
    answer = stage.gateway.post(path, asking(path))
    assert (answer.status_code, answer.content) == (200, WHOLE)
    assert answer.headers["x-auto-routing-model"] == FIRST
    assert answer.headers["x-auto-routing-attempt"] == "retry"
    assert CHOSEN in answer.headers["x-auto-routing-reason"]
    assert attempts(stage, 2) == [("first", CHOSEN, status), ("retry", FIRST, 200)]


def test_there_is_one_retry_at_most(stage: Stage) -> None:
    stage.provider.script = refusing(Answer((b'{"of":"it"}',), 503), CHOSEN, FIRST, SECOND)
    answer = stage.gateway.post(CHAT, asking(CHAT))
    assert (answer.status_code, answer.content) == (503, b'{"of":"it"}')
    assert attempts(stage, 2) == [("first", CHOSEN, 503), ("retry", FIRST, 503)]


def test_a_fallback_that_fails_is_followed_by_the_next(stage: Stage) -> None:
    stage.decide.script = always(status=500)
    stage.provider.script = refusing(Answer(status=503), FIRST)
    assert stage.gateway.post(CHAT, asking(CHAT)).status_code == 200
    assert attempts(stage, 2) == [("first", FIRST, 503), ("retry", SECOND, 200)]


@pytest.mark.parametrize("path", PATHS)
def test_a_provider_that_is_not_there_is_said_so(path: str) -> None:
    with staged(upstream_url=f"{DEAD}/v1") as stage:
        answer = stage.gateway.post(path, asking(path))
        assert attempts(stage, 2) == [("first", CHOSEN, None), ("retry", CHOSEN, None)]
    assert answer.status_code == 502
    assert f"{CHOSEN}: the provider did not answer" in answer.json()["error"]["message"]
    assert ("type" in answer.json()) == (path == MESSAGES)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 429, 500])
def test_a_refusal_is_not_tried_again(stage: Stage, status: int) -> None:
    body = b'{"error":{"message":"insufficient credits"}}'
    stage.provider.script = always(body, status=status)
    answer = stage.gateway.post(CHAT, asking(CHAT))
    assert (answer.status_code, answer.content) == (status, body)
    assert answer.headers["x-auto-routing-model"] == CHOSEN
    assert attempts(stage, 1) == [("first", CHOSEN, status)]


def test_a_model_that_was_asked_for_by_name_is_not_tried_again(stage: Stage) -> None:
    stage.provider.script = always(b"busy", status=503)
    answer = stage.gateway.post(CHAT, asking(CHAT, "m/asked"))
    assert (answer.status_code, answer.content) == (503, b"busy")
    assert attempts(stage, 1) == [("first", "m/asked", 503)]


@pytest.mark.parametrize("status", [200, 402, 503])
@pytest.mark.parametrize("cost", [0.1, 1e-07, 0.00012345678])
def test_what_classifying_cost_has_a_row_of_its_own(stage: Stage, status: int, cost: float) -> None:
    stage.decide.script = always(decided(CHOSEN, cost))
    stage.provider.script = always(status=status)
    headers = {"x-kilo-request": "r-1", "x-session-id": "s-1"}
    stage.gateway.post(CHAT, asking(CHAT), **headers)
    row, *others = stage.gateway.rows(2)
    assert (row.attempt, row.model) == ("classifier", "auto-routing/classifier")
    assert Decimal(row.cost_usd or "0") == Decimal(repr(cost))
    assert "e" not in str(row.cost_usd)
    assert (row.cost_known, row.user_id, row.session_id) == (True, "u-1", "s-1")
    user, named, digest, kind, _ = row.key.split(":")
    assert (user, named, kind, len(digest)) == ("u-1", "r-1", "classifier", 64)
    assert others[0].key.startswith(f"u-1:r-1:{digest}:first:")


def test_a_classifier_without_a_decision_costs_too(stage: Stage) -> None:
    said = {**json.loads(NULL), "cost": 0.25, "costKnown": False}
    stage.decide.script = always(json.dumps(said).encode())
    stage.gateway.post(CHAT, asking(CHAT))
    row, _ = stage.gateway.rows(2)
    assert (row.attempt, row.cost_usd, row.cost_known) == ("classifier", "0.25", False)


def test_a_decision_that_cost_nothing_has_no_row(stage: Stage) -> None:
    stage.gateway.post(CHAT, asking(CHAT))
    assert attempts(stage, 1) == [("first", CHOSEN, 200)]


def test_decide_gets_a_reduced_request_and_its_own_secret(stage: Stage) -> None:
    stage.gateway.post(CHAT, asking(CHAT, text="word " * 2_000))
    (asked,) = stage.decide.asked
    assert asked.all("authorization") == ["Bearer decide-secret"]
    assert KEY not in str(asked.headers)
    assert len(asked.body) < 6_000
    assert asked.json()["userId"] == "u-1"


def test_an_equal_request_that_is_sent_again_is_paid_again(stage: Stage) -> None:
    for _ in range(2):
        stage.gateway.post(CHAT, asking(CHAT), **{"x-kilo-request": "r-1"})
    first, second = stage.gateway.rows(2)
    assert first.cost_usd == second.cost_usd == "0.0000123"
    assert first.key.rpartition(":")[0] == second.key.rpartition(":")[0]
