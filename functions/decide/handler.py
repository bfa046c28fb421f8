"""`POST /decide`. Plain, because every import and every round trip here is waited for."""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from adapters import clients
from adapters.blobs import Blobs
from adapters.cache import Cache
from adapters.decisions import DecisionCounts
from adapters.items import Items
from adapters.live import Live
from adapters.provider import provider_of
from adapters.publications import PublicationStore
from adapters.secrets import Secrets
from adapters.sessions import SessionStore
from adapters.settings import Settings, settings
from adapters.telemetry import logger
from contracts import objects
from contracts.classifier.classify import DEFAULT_CLASSIFIER, Completion
from contracts.decision import DecideRequest, DecideResponse
from contracts.errors import ProviderFailure
from contracts.problems import problems
from contracts.result import FailureCause
from contracts.table import RoutingTable
from contracts.winner import ClassifierWinner
from functions.decide.decide import Decider, null

_CLASSIFIER_SECONDS = 2.5


class _Settings(Settings):
    table_name: str
    bucket_name: str
    cache_url: str
    provider_secret_arn: str
    decide_secret_arn: str


_env = settings(_Settings)
_items = Items(clients.dynamodb(), _env.table_name)
_blobs, _cache = Blobs(clients.s3(), _env.bucket_name), Cache(_env.cache_url)
_origin = PublicationStore(_items)
_table = Live(RoutingTable, objects.LIVE_TABLE, _cache, _blobs, _origin.table)
_winner = Live(ClassifierWinner, objects.LIVE_WINNER, _cache, _blobs, _origin.winner)
_secrets = Secrets(clients.secretsmanager())
_counts = DecisionCounts(_items)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    try:
        return _respond(event)
    except Exception as error:
        logger.exception("decide failed", exc_info=error)
        return _answer(null("internal_error"))


def _respond(event: dict[str, Any]) -> dict[str, Any]:
    try:
        secret = _secrets.text(_env.decide_secret_arn)
    except Exception as error:
        logger.error("decide secret unreadable: %s", type(error).__name__)
        return _answer(null("secret_unavailable"))
    if not _authorized(event.get("headers") or {}, secret):
        logger.info("unauthorized")
        return _error(401, "authorization: a bearer secret is required, and this one is not valid")
    try:
        request = DecideRequest.model_validate_json(_body(event))
    except ValidationError as error:
        logger.info("invalid request", extra={"problems": problems(error)})
        return _error(400, "; ".join(problems(error)))
    winner = _winner.current()
    decider = Decider(SessionStore(_items), _complete, logger)
    answer = decider.decide(
        request, _table.current(), winner.model if winner else DEFAULT_CLASSIFIER
    )
    _log(answer)
    _count(answer)
    return _answer(answer)


def _body(event: Mapping[str, Any]) -> str | bytes:
    body: str = event.get("body") or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else body


def _authorized(headers: Mapping[str, str], secret: str) -> bool:
    given = headers.get("authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {secret}".encode())


def _complete(model: str, messages: list[dict[str, str]], parameters: dict[str, Any]) -> Completion:
    try:
        secret = _secrets.provider(_env.provider_secret_arn)
    except Exception as error:
        detail = f"provider secret: {type(error).__name__}"
        raise ProviderFailure(FailureCause.HARNESS_FAULT, detail) from error
    return provider_of(secret, _CLASSIFIER_SECONDS).complete(model, messages, parameters)


def _log(answer: DecideResponse) -> None:
    decision = answer.decision
    logger.info(
        "decision",
        extra={
            "reason": answer.reason,
            "tier": decision.tier if decision else None,
            "model": decision.model if decision else None,
            "cost_usd": answer.cost,
        },
    )


def _count(answer: DecideResponse) -> None:
    found = answer.classifier_result
    if answer.decision and found:
        route = found.classification.route
        _counts.count(answer.decision.tier, route, datetime.now(UTC))


def _answer(body: DecideResponse) -> dict[str, Any]:
    return _http(200, body.wire_json())


def _error(status: int, message: str) -> dict[str, Any]:
    return _http(status, json.dumps({"error": message}))


def _http(status: int, body: str) -> dict[str, Any]:
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": body}
