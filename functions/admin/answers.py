"""Reads bodies, and turns records and errors into HTTP answers."""

import json
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import BaseRouter
from pydantic import ValidationError

from adapters.telemetry import logger
from contracts.depth import TOO_DEEP, too_deep
from contracts.errors import Conflict, Refused, Unavailable, UnknownDraft, UnknownRun
from contracts.hot_record import Document
from contracts.problems import problems


def body(router: BaseRouter) -> Any:
    """Return the JSON of the body. Raises Refused when it is not JSON or nested too deeply."""
    try:
        found = json.loads(router.current_event.decoded_body or "null")
    except RecursionError:
        raise Refused(f"body: {TOO_DEEP}") from None
    except ValueError as error:
        raise Refused(f"body: is not valid JSON ({error})") from error
    if too_deep(found):
        raise Refused(f"body: {TOO_DEEP}")
    return found


def optional_body(router: BaseRouter) -> Any:
    """Return the JSON of the body, or {} without one. Raises Refused as `body` does."""
    found = body(router)
    return {} if found is None else found


def caller(router: BaseRouter) -> str:
    """Return the caller's ARN from IAM; nothing in the request can change it."""
    authorizer = router.current_event.raw_event.get("requestContext", {}).get("authorizer") or {}
    return (authorizer.get("iam") or {}).get("userArn") or "unknown"


def now() -> datetime:
    return datetime.now(UTC)


def answer(found: Document, status: int = 200) -> Response[str]:
    return Response(status, "application/json", found.wire_json())


def refusal(status: int, message: str) -> Response[str]:
    return Response(status, "application/json", json.dumps({"error": message}))


def failed(error: Exception) -> Response[str]:
    """Return the answer to an exception; only here exceptions map to HTTP status."""
    match error:
        case ValidationError():
            return refusal(400, "; ".join(problems(error)))
        case UnknownRun():
            return refusal(404, f"{error}; list runs with GET /admin/runs")
        case UnknownDraft():
            return refusal(404, str(error))
        case Conflict():
            return refusal(409, str(error))
        case Unavailable():
            return refusal(503, str(error))
        case Refused():
            return refusal(400, str(error))
    logger.exception("request failed", exc_info=error)
    return refusal(500, "internal error; see the log of the admin function")
