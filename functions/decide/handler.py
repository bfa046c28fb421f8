"""Handles `POST /decide`; plain, because the caller waits for every import and round trip.

In order: the secret, the table and the classifier's name, from the process unless they are new to
it; one read of the session; the classifier. Writes come after the answer.
"""

import json
import random
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any

from msgspec import Meta

from adapters.aws import clients
from adapters.aws.blobs import Blobs
from adapters.aws.secrets import Secrets
from adapters.dynamodb.decisions import DecisionCounts
from adapters.dynamodb.items import Items
from adapters.dynamodb.origin import Origin
from adapters.dynamodb.sessions import SessionStore
from adapters.hot_path.cache import Cache
from adapters.hot_path.deadlines import TimedCalls, TimedSessions, waited
from adapters.hot_path.decision_log import DecisionLog
from adapters.hot_path.deferred import Deferred
from adapters.hot_path.logs import logger_of
from adapters.hot_path.read_through import ReadThrough
from adapters.settings import Settings, settings
from contracts import objects
from contracts.decision import MAX_BODY_BYTES, DecideRequest, DecideResponse
from contracts.errors import Malformed, Refused
from contracts.table import RoutingTable
from contracts.winner import LiveClassifier
from functions.classifier.classify import DEFAULT_CLASSIFIER
from functions.decide import record
from functions.decide.access import WRONG, secret_of
from functions.decide.ask import Asking
from functions.decide.body import body_of, request_of
from functions.decide.decide import Decider
from functions.decide.fingerprint import Pseudonyms
from functions.decide.outcome import Decided, RoutingState, null

_PARALLEL = 32  # chosen: a Lambda serves one request at a time; late calls keep a thread each
# chosen: the deadline when the caller names none, and the grace for what ends just then.
_DEFAULT_MS = 2500
_GRACE_SECONDS = 0.02
# chosen: the part of the remaining time for reading the session; the classifier has the rest.
_SESSION_SHARE = 0.4
logger = logger_of("decide")


class _Settings(Settings):
    table_name: str
    bucket_name: str
    cache_url: str
    provider_secret_arn: str
    decide_secret_arn: str
    sample_rate: Annotated[float, Meta(ge=0, le=1)] = 0.05


_env = settings(_Settings)
_items = Items(clients.dynamodb(quick=True), _env.table_name)
_blobs, _cache = Blobs(clients.s3(quick=True), _env.bucket_name), Cache(_env.cache_url)
_origin = Origin(_items)
_table = ReadThrough(RoutingTable, objects.LIVE_TABLE, _cache, _blobs, _origin.table)
_classifier = ReadThrough(
    LiveClassifier, objects.LIVE_CLASSIFIER, _cache, _blobs, _origin.classifier
)
_secrets = Secrets(clients.secretsmanager(quick=True))
_counts, _decisions = DecisionCounts(_items), DecisionLog(_blobs)
_requests, _reads, _waits = (ThreadPoolExecutor(_PARALLEL) for _ in range(3))
_asking = Asking(TimedCalls(_secrets, _env.provider_secret_arn, _waits), logger)
_sessions = SessionStore(_items)
_deferred = Deferred.start()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    began = time.monotonic()
    try:
        name = str(event.get("rawPath", "")).rpartition("/")[2]
        beside = name in ("candidates", "openapi.json")
        return _beside(name, event) if beside else _respond(event, began)
    except Exception as error:
        logger.exception("decide failed", exc_info=error)
        failed = null("internal_error", None)
        _tell(record.metrics(Decided(failed), time.monotonic() - began))
        return _answer(failed)
    finally:
        _deferred.answered()


def _beside(name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Answer a GET. Its imports are made then, because `/decide` does not need them."""
    from functions.decide import candidates, openapi

    if name == "openapi.json":
        return _http(200, json.dumps(openapi.document()))
    found = candidates.answer(lambda: _authorized(event), _table.current, logger)
    return _http(200, found.wire_json()) if found else _error(401, WRONG)


def _respond(event: dict[str, Any], began: float) -> dict[str, Any]:
    try:
        secret = _authorized(event)
    except Exception as error:
        logger.error("decide secret unreadable: %s", type(error).__name__)
        _tell(record.metrics(Decided(null("secret_unavailable")), time.monotonic() - began))
        return _answer(null("secret_unavailable"))
    if secret is None:
        logger.info("unauthorized")
        return _error(401, WRONG)
    body = body_of(event)
    if len(body) > MAX_BODY_BYTES:
        return _error(413, f"body: {len(body)} bytes are more than {MAX_BODY_BYTES}; send `input`")
    try:
        return _in_time(request_of(body), Pseudonyms.by(secret), began)
    except (Malformed, Refused) as error:
        logger.info("invalid request", extra={"problem": str(error)})
        return _error(400, str(error))


def _in_time(request: DecideRequest, names: Pseudonyms, began: float) -> dict[str, Any]:
    """Answer by the deadline, whatever is slow. A decision that comes too late is not stored."""
    until = began + (request.deadline_ms or _DEFAULT_MS) / 1000
    work = _requests.submit(_decide, request, names, until)
    try:
        decided = waited(work, until + _GRACE_SECONDS - time.monotonic())
    except TimeoutError:
        decided = Decided(null("deadline_passed", None))
    else:
        _deferred.run(lambda: Decider(_sessions, _asking).remember(decided))
    took = time.monotonic() - began
    _deferred.run(lambda: _write_down(request, names, decided, took))
    return _answer(decided.answer)


def _decide(request: DecideRequest, names: Pseudonyms, until: float) -> Decided:
    other = _reads.submit(_classifier.current)
    table, known = _table.current(), other.result()
    sessions = TimedSessions(_sessions, _reads, _SESSION_SHARE * (until - time.monotonic()))
    live = _state(table, known)
    return Decider(sessions, _asking, names).decide(request, live, until)


def _state(table: RoutingTable | None, known: LiveClassifier | None) -> RoutingState:
    if known is None or known.model is None:
        return RoutingState(table, _table.age, DEFAULT_CLASSIFIER)
    return RoutingState(table, _table.age, known.model, known.linear_from, known.tuning)


def _write_down(request: DecideRequest, names: Pseudonyms, decided: Decided, took: float) -> None:
    _tell(record.metrics(decided, took, _sources()))
    user, now = names.user(request.user_id), datetime.now(UTC)
    written = record.line(request, user, decided, took)
    if record.notable(decided) or random.random() < _env.sample_rate:
        logger.info("decision", extra=written)
    found, decision = decided.answer.classifier_result, decided.answer.decision
    if found and decision and decision.tier:
        _counts.count(decision.tier, found.classification.route, now)
    _decisions.write(written, now)


def _sources() -> dict[str, float]:
    age = _table.age
    return {
        "CacheFailures": _cache.failures(),
        "TableReadFailures": _table.failures() + _classifier.failures(),
        **({} if age is None else {"TableAgeSeconds": age}),
    }


def _authorized(event: Mapping[str, Any]) -> str | None:
    """Return the secret that the caller gave, or None. After a rotation it may be the one before,
    or one that this process has not read; both are read only when the current one does not fit.
    """
    reads = (_secrets.text, _secrets.before, _secrets.newest)
    return secret_of(event, (partial(read, _env.decide_secret_arn) for read in reads))


def _tell(line: str) -> None:
    """Write a line at once, because two threads write."""
    sys.stdout.write(f"{line}\n")


def _answer(body: DecideResponse) -> dict[str, Any]:
    return _http(200, body.wire_json())


def _error(status: int, message: str) -> dict[str, Any]:
    _tell(record.refused(status))
    return _http(status, json.dumps({"error": message}))


def _http(status: int, body: str) -> dict[str, Any]:
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": body}
