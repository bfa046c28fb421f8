"""The fault matrix: whatever is down, slow, corrupt or throttled, the caller gets an answer, in
time, with its reason, and a metric moves."""

import gzip
import importlib
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from adapters import clients
from adapters.items import Items
from adapters.provider import provider_of
from adapters.publications import PublicationStore
from contracts import objects
from contracts.publication import Publication
from contracts.winner import LiveClassifier
from tests.decide.conftest import LOW, ask
from tests.samples import NOON, draft, run, table, winner

SECRET, DEADLINE_MS, LATE_SECONDS = "s3cret", 1500, 3.0
PROVIDER_ERRORS = {"http_500": 500, "http_429": 429}


class Provider(BaseHTTPRequestHandler):
    """A classifier model that is `fault`y, or not."""

    fault: str | None = None

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        if self.fault == "slow":
            time.sleep(3)
        status = PROVIDER_ERRORS.get(self.fault or "", 200)
        text = "nonsense" if self.fault == "unreadable" else json.dumps(LOW)
        choice = {"message": {"content": text}, "finish_reason": "stop"}
        body = json.dumps({"choices": [choice], "usage": {"cost": 0.001}}).encode()
        body = b"{" if self.fault == "corrupt" else body
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.fault == "drip":
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(0.1)
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@dataclass
class Stack:
    """The handler as it is deployed, its stores in memory, a provider on loopback."""

    handler: ModuleType
    provider: type[Provider]
    printed: list[str] = field(default_factory=list)
    told: float = 0.0

    def ask(self, **changes: Any) -> dict[str, Any]:
        return self.send(json.dumps(ask(**{"deadline_ms": DEADLINE_MS, **changes}).wire()))

    def send(self, body: str) -> dict[str, Any]:
        event = {"headers": {"authorization": f"Bearer {SECRET}"}, "body": body}
        began = time.monotonic()
        with patch.object(self.handler, "_tell", self.printed.append):
            answer = self.handler.handler(event, None)
            self.told = time.monotonic()
            self.handler._after.wait()
        assert time.monotonic() - began < DEADLINE_MS / 1000 + 4.5
        assert answer["statusCode"] == 200
        return dict(json.loads(answer["body"]))

    def metric(self, name: str) -> float:
        return float(sum(json.loads(each).get(name, 0) for each in self.printed))


@pytest.fixture
def provider() -> Iterator[type[Provider]]:
    kind = type("P", (Provider,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    kind.url = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
    yield kind
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def stack(items: Items, blobs: Any, provider: type[Provider]) -> Iterator[Stack]:
    secrets = boto3.client("secretsmanager")
    keys = {"baseUrl": provider.url, "apiKey": "k"}  # type: ignore[attr-defined]
    arns = {
        "DECIDE_SECRET_ARN": secrets.create_secret(Name="decide", SecretString=SECRET)["ARN"],
        "PROVIDER_SECRET_ARN": secrets.create_secret(
            Name="provider", SecretString=json.dumps(keys)
        )["ARN"],
    }
    names = {"TABLE_NAME": "table", "BUCKET_NAME": "bucket", "CACHE_URL": f"valkey://{_closed()}/0"}
    live = PublicationStore(items)
    done = Publication(action="publish", version="v", replaced=None, at=NOON, by="me", why="x")
    live.publish(draft(run()), None, done)
    blobs.put(objects.LIVE_TABLE, table(run().run_id).wire_json())
    blobs.put(objects.LIVE_CLASSIFIER, LiveClassifier(winner=winner()).wire_json())
    _forget()
    with patch.dict(os.environ, {**arns, **names, "SAMPLE_RATE": "1"}):
        sys.modules.pop("functions.decide.handler", None)
        handler = importlib.import_module("functions.decide.handler")
        yield Stack(handler, provider)
        for pool in (handler._requests, handler._reads, handler._waits):
            pool.shutdown(wait=True)
    sys.modules.pop("functions.decide.handler", None)
    _forget()


def _forget() -> None:
    clients.forget()
    provider_of.cache_clear()


def _closed() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


Fault = Callable[..., Any]


def down(**_: Any) -> None:
    raise EndpointConnectionError(endpoint_url="http://nowhere")


def slow(**_: Any) -> None:
    """As the client sees it: its own limit, which is half a second."""
    time.sleep(0.5)
    raise ReadTimeoutError(endpoint_url="http://nowhere")


def late(**_: Any) -> None:
    """Longer than any client would wait, so that nothing but the deadline helps."""
    time.sleep(LATE_SECONDS)
    raise ReadTimeoutError(endpoint_url="http://nowhere")


def _refusing(status: int, code: str) -> Fault:
    body = json.dumps({"__type": code, "Code": code}).encode()

    def refuse(request: Any, **_: Any) -> AWSResponse:
        raw = type("Raw", (), {"stream": lambda self: iter([body]), "read": lambda self: body})()
        return AWSResponse(request.url, status, HTTPHeaders(), raw)

    return refuse


throttled = _refusing(400, "ThrottlingException")
corrupt = _refusing(200, "nonsense")
FAULTS = {"down": down, "slow": slow, "throttled": throttled, "corrupt": corrupt}


def hit(service: str, fault: Fault, operation: str = "*") -> None:
    """Of the client that the hot path uses."""
    client = getattr(clients, service)(quick=True)
    client.meta.events.register_first(f"before-send.{service}.{operation}", fault)


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
        live._looked_at -= 120
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
    """Whether a call that gave no answer was billed, nobody knows."""
    stack.provider.fault = fault
    answer = stack.ask()
    assert (answer["decision"], answer["reason"]) == (None, reason)
    assert (answer["cost"], answer["costKnown"]) == (cost or 0, cost is not None)
    assert stack.metric("Null") == 1
    assert stack.metric("UnknownCosts") == (cost is None)
    assert stack.metric("ClassifierFailures") == (0 if fault == "unreadable" else 1)


def test_a_bug_is_null_too(stack: Stack) -> None:
    with patch.object(stack.handler, "Decider", side_effect=ZeroDivisionError):
        assert stack.ask()["reason"] == "internal_error"
    assert stack.metric("Null") == 1


def test_after_a_rotation_the_secret_before_is_good_too_and_a_third_is_not(stack: Stack) -> None:
    client = clients.secretsmanager(quick=True)
    client.put_secret_value(SecretId="decide", SecretString="newer")
    for given, status in ((SECRET, 200), ("newer", 200), ("other", 401), ("", 401)):
        stack.handler._secrets._kept.clear()
        event = {
            "headers": {"authorization": f"Bearer {given}"},
            "body": json.dumps(ask().wire()),
        }
        with patch.object(stack.handler, "_tell", stack.printed.append):
            assert stack.handler.handler(event, None)["statusCode"] == status
    assert stack.metric("Refused") == 2


def test_a_secret_that_this_process_has_not_seen_yet_is_looked_for(stack: Stack) -> None:
    stack.ask()
    clients.secretsmanager(quick=True).put_secret_value(SecretId="decide", SecretString="newer")
    event = {"headers": {"authorization": "Bearer newer"}, "body": json.dumps(ask().wire())}
    assert stack.handler.handler(event, None)["statusCode"] == 401, "asked for a moment ago"
    kept = stack.handler._secrets._kept
    kept.update({name: (at - 11, value) for name, (at, value) in kept.items()})
    assert stack.handler.handler(event, None)["statusCode"] == 200


def test_a_body_over_the_limit_is_refused_with_the_remedy(stack: Stack) -> None:
    event = {"headers": {"authorization": f"Bearer {SECRET}"}, "body": "x" * (4 * 2**20 + 1)}
    answer = stack.handler.handler(event, None)
    assert answer["statusCode"] == 413
    assert "send `input`" in answer["body"]


def test_a_decision_is_logged_with_hashes_and_numbers_and_no_content(stack: Stack) -> None:
    stack.ask(text="the secret plan of my employer")
    s3 = clients.s3(quick=True)
    (found,) = s3.list_objects_v2(Bucket="bucket", Prefix="decisions/")["Contents"]
    text = gzip.decompress(s3.get_object(Bucket="bucket", Key=found["Key"])["Body"].read())
    row = json.loads(text)
    assert (row["reason"], row["model"], row["tier"]) == (
        "cheapest_meeting_the_bar",
        "d/cheap",
        "low",
    )
    assert row["classifier"] == "c/one"
    assert len(row["sessionHash"]) == len(row["contentHash"]) == 16
    assert b"secret plan" not in text
    assert "secret plan" not in "".join(stack.printed)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (r"\ud83d", "\ufffd"),
        (r"\uDE00", "\ufffd"),
        (r"\ud83d \ud83d\ude00", "\ufffd \U0001f600"),
    ],
)
def test_half_a_character_as_javascript_sends_it_is_no_reason_to_refuse(
    stack: Stack, sent: str, read: str
) -> None:
    body = json.dumps(ask("fix HALF").wire()).replace("HALF", sent)
    found = stack.send(body)["classifierResult"]["normalized"]["userPromptPrefix"]
    assert found == f"fix {read}"


def test_a_real_switch_is_always_logged_with_its_reason(stack: Stack) -> None:
    stack.ask()
    stack.ask(constraints={"deniedModels": ["d/cheap"]})
    assert stack.metric("Switches") == 1
