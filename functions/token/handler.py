"""Handles `POST` to the token URL: issues a token to a caller that has the secret."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from adapters.aws import clients
from adapters.aws.secrets import Secrets
from adapters.dynamodb.configs import ConfigStore
from adapters.dynamodb.items import Items
from adapters.identities import sign
from adapters.settings import Settings, settings
from adapters.telemetry import logger
from contracts.errors import Refused
from contracts.identity import TokenAnswer, TokenRequest
from contracts.problems import problems
from functions.token.mint import UnknownUser, authorized, identity


class _Settings(Settings):
    table_name: str
    caller_secret_arn: str
    signing_secret_arn: str


_env = settings(_Settings)
_configs = ConfigStore(Items(clients.dynamodb(), _env.table_name))
_secrets = Secrets(clients.secretsmanager())


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request. Neither the token nor a secret is ever logged."""
    status, body = _respond(event)
    logger.info("token", extra={"status": status})
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    return {"statusCode": status, "headers": headers, "body": body}


def _respond(event: dict[str, Any]) -> tuple[int, str]:
    header = (event.get("headers") or {}).get("authorization", "")
    if not authorized(header, _secrets.valid(_env.caller_secret_arn)):
        return _error(401, "authorization: the bearer secret is missing or not valid")
    try:
        wanted = TokenRequest.from_json(_body(event))
        found = identity(wanted, _configs.get(), datetime.now(UTC))
    except ValidationError as error:
        return _error(400, "; ".join(problems(error)))
    except Refused as error:
        return _error(400, str(error))
    except UnknownUser as error:
        return _error(404, str(error))
    token = sign(found, _secrets.text(_env.signing_secret_arn))
    logger.info("minted", extra={"token_id": found.token_id, "expires_at": str(found.expires_at)})
    return 200, TokenAnswer(token=token, expires_at=found.expires_at).wire_json()


def _body(event: dict[str, Any]) -> str | bytes:
    body: str = event.get("body") or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else body


def _error(status: int, message: str) -> tuple[int, str]:
    return status, json.dumps({"error": message})
