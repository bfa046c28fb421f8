"""The fault matrix: whatever is down, slow, corrupt or throttled, the caller gets an answer, in
time, with its reason, and a metric moves."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest

from adapters.dynamodb.items import Items
from contracts import objects
from contracts.errors import ProviderFailure
from tests.decide.stack import FAULTS, LATE_SECONDS, SECRET, Stack, down, hit, late
from tests.provider.kinds import ANSWERS, NO_ANSWER


def test_all_is_well(stack: Stack) -> None:
    answer = stack.ask()
    assert answer["decision"]["model"] == "d/cheap"
    assert (answer["cost"], answer["reason"]) == (0.001, "cheapest_meeting_the_bar")
    assert (stack.metric("Decisions"), stack.metric("Null")) == (1, 0)
    assert stack.ask()["cost"] == 0
    assert stack.metric("CacheHits") == 1


@pytest.mark.parametrize("name", FAULTS)
def test_a_session_store_that_fails_costs_stickiness_alone(stack: Stack, name: str) -> None:
    stack.ask(session="other")
    hit("dynamodb", FAULTS[name])
    assert stack.ask()["decision"]["model"] == "d/cheap"
    assert stack.metric("SessionStoreFailures") == 1


def test_a_session_store_that_hangs_takes_a_part_of_the_callers_time_and_not_all(
    stack: Stack,
) -> None:
    stack.ask(session="other")
    hit("dynamodb", late, "BatchGetItem")
    began = time.monotonic()
    answer = stack.ask(deadline_ms=1000)
    assert answer["decision"]["model"] == "d/cheap"
    assert stack.metric("SessionStoreFailures") == 1
    assert stack.told - began < LATE_SECONDS - 0.5, "0.4 s for the session"


@pytest.mark.parametrize("service", ["dynamodb", "s3"])
def test_a_cold_process_whose_sources_hang_answers_by_the_deadline(
    stack: Stack, service: str
) -> None:
    for each in {"s3", service}:
        hit(each, late)
    began = time.monotonic()
    answer = stack.ask(deadline_ms=500)
    assert (answer["reason"], answer["costKnown"]) == ("deadline_passed", False)
    assert stack.told - began < LATE_SECONDS - 0.5
    assert stack.metric("Null") == stack.metric("Decisions") == 1


def test_a_cache_that_never_answers_is_waited_for_once(stack: Stack) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        stack.handler._cache.url = f"valkey://127.0.0.1:{silent.getsockname()[1]}/0"
        began = time.monotonic()
        assert stack.ask()["decision"]["model"] == "d/cheap"
        assert time.monotonic() - began < 1.5, "once 0.25 s, not once for each of six calls"
    assert stack.metric("CacheFailures") in (1, 2), "table and classifier are read side by side"


def test_a_cache_with_rubbish_in_it_is_a_miss_and_is_mended(stack: Stack, valkey_url: str) -> None:
    cache = stack.handler._cache
    cache.url = valkey_url
    for key in (objects.LIVE_TABLE, objects.LIVE_CLASSIFIER):
        cache.put(key, "rubbish")
    assert stack.ask()["decision"]["model"] == "d/cheap"
    assert stack.metric("TableReadFailures") == 2
    assert "rubbish" not in (cache.get(objects.LIVE_TABLE), cache.get(objects.LIVE_CLASSIFIER))


@pytest.mark.parametrize("name", FAULTS)
def test_a_bucket_that_fails_costs_a_look_at_the_origin(stack: Stack, name: str) -> None:
    hit("s3", FAULTS[name])
    assert stack.ask()["decision"]["model"] == "d/cheap"
    assert (stack.metric("Null"), stack.metric("TableReadFailures")) == (0, 2)


@pytest.mark.parametrize("name", ["down", "slow", "throttled"])
def test_with_every_store_down_the_last_good_table_goes_on_serving(stack: Stack, name: str) -> None:
    stack.ask()
    for service in ("dynamodb", "s3"):
        hit(service, FAULTS[name])
    for live in (stack.handler._table, stack.handler._classifier):
        live._read_at -= 120
    answer = stack.ask(explain=True)
    assert answer["decision"]["model"] == "d/cheap"
    assert answer["explanation"]["tableAgeSeconds"] > 0
    assert stack.metric("TableAgeSeconds") > 0


def test_a_cold_process_without_any_store_says_that_it_has_no_table(stack: Stack) -> None:
    for service in ("dynamodb", "s3"):
        hit(service, down)
    answer = stack.ask()
    assert (answer["decision"], answer["reason"], answer["cost"]) == (None, "no_table", 0)
    assert stack.metric("Null") == 1


@pytest.mark.parametrize("name", ["down", "slow", "throttled"])
def test_a_secret_that_cannot_be_read_is_null_and_an_old_one_serves_on(
    stack: Stack, name: str
) -> None:
    hit("secretsmanager", FAULTS[name])
    assert stack.ask()["reason"] == "secret_unavailable"
    assert stack.metric("Null") == 1
    stack.handler._secrets._kept[stack.handler._env.decide_secret_arn] = (-1e9, SECRET)
    assert stack.ask()["reason"] == "classifier_failed", "the provider's secret is not known"


@pytest.mark.parametrize(
    ("fault", "reason", "cost"),
    [
        ("http_500", "classifier_failed", None),
        ("http_429", "classifier_failed", None),
        ("corrupt", "classifier_failed", None),
        ("unreadable", "unusable_answer", 0.002),
        ("slow", "deadline_passed", None),
        ("drip", "deadline_passed", None),
    ],
)
def test_a_classifier_that_fails_gives_null_with_its_reason_and_its_cost(
    stack: Stack, fault: str, reason: str, cost: float | None
) -> None:
    """Whether a call without an answer was billed is unknown."""
    stack.provider.fault = fault
    with patch.object(stack.handler, "_GRACE_SECONDS", 2):
        answer = stack.ask(deadline_ms=1500)
    assert (answer["decision"], answer["reason"]) == (None, reason)
    assert (answer["cost"], answer["costKnown"]) == (cost or 0, cost is not None)
    assert stack.metric("Null") == 1
    assert stack.metric("UnknownCosts") == (cost is None)
    assert stack.metric("ClassifierFailures") == (0 if fault == "unreadable" else 1)


def test_a_flood_of_answers_that_trickle_holds_up_nobody_after_it(stack: Stack) -> None:
    """More than there are threads; each was given up at its deadline."""
    stack.provider.fault = "trickle"
    ask = stack.handler._asking.ask
    with ThreadPoolExecutor(40) as callers:
        for each in [callers.submit(ask, "m", [], {}, 0.3) for _ in range(40)]:
            assert isinstance(each.exception(), ProviderFailure)
    stack.provider.fault = None
    assert stack.ask()["decision"]["model"] == "d/cheap"


def test_a_bug_is_null_too(stack: Stack) -> None:
    with patch.object(stack.handler, "Decider", side_effect=ZeroDivisionError):
        assert stack.ask()["reason"] == "internal_error"
    assert stack.metric("Null") == 1


def test_a_decision_that_nobody_was_told_is_not_remembered(stack: Stack, items: Items) -> None:
    stack.ask(session="other")
    before = items.client.scan(TableName="table")["Count"]
    with patch.object(stack.handler, "_GRACE_SECONDS", -60):
        assert stack.ask(text="late")["reason"] == "deadline_passed"
    stack.handler._requests.shutdown(wait=True)
    stack.handler._deferred.answered()
    assert stack.handler._deferred.wait()
    assert items.client.scan(TableName="table")["Count"] == before


@pytest.mark.parametrize("name", NO_ANSWER)
def test_whatever_the_provider_sends_instead_of_an_answer_is_a_null_with_its_reason(
    stack: Stack, name: str
) -> None:
    stack.provider.fault = name
    answer = stack.ask()
    assert (answer["decision"], answer["reason"]) == (None, "classifier_failed")


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_in_any_form_is_read_and_its_cost_told(stack: Stack, name: str) -> None:
    """It says 42, which is no classification, and is asked twice."""
    stack.provider.fault = name
    answer, kind = stack.ask(), ANSWERS[name]
    assert (answer["decision"], answer["reason"]) == (None, "unusable_answer")
    assert answer["costKnown"] is (kind.cost is not None)
    assert answer["cost"] == pytest.approx(2 * (kind.cost or 0))
