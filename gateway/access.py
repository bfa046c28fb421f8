"""Tells the caller of a request, and what it may ask for."""

import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from contracts.identity import Identity
from contracts.usage import ANONYMOUS
from gateway.adapt import ELSEWHERE
from gateway.callers import pairs
from gateway.errors import Problem
from gateway.incoming import Caller
from gateway.settings import Secrets, Settings
from gateway.splice import members_of

Verify = Callable[[str], Identity]


def caller_of(
    headers: Mapping[str, str], settings: Settings, secrets: Secrets, verify: Verify
) -> Caller:
    """Return the caller by its key or benchmark token, which stand in `authorization` or
    `x-api-key`. Raises Problem without a valid one, unless anonymous callers are let in.
    """
    given = key_of(headers)
    if not given:
        if settings.anonymous:
            return Caller(None)
        raise Problem(401, "authorization: a key of this gateway is missing")
    for key, user in pairs(secrets.keys_by_user):
        if hmac.compare_digest(given.encode(), key.encode()):
            return Caller(user)
    return _by_token(given, secrets, verify)


def key_of(headers: Mapping[str, str]) -> str:
    """Return the key or token that a caller gave, empty for none."""
    bearer = headers.get("authorization", "")
    scheme, _, value = bearer.partition(" ")
    named = value.strip() if scheme.lower() == "bearer" else ""
    return named or headers.get("x-api-key", "").strip()


def _by_token(token: str, secrets: Secrets, verify: Verify) -> Caller:
    try:
        found = verify(token)
    except Exception:
        raise Problem(401, "authorization: the key is not one of this gateway") from None
    if found.token_id in secrets.revoked_tokens:
        raise Problem(401, "authorization: the token was revoked")
    if found.user_id == ANONYMOUS:
        raise Problem(401, f"authorization: the token's user is {ANONYMOUS}; name it otherwise")
    return Caller(found.user_id, frozenset(found.models))


def repeats(raw: bytes) -> bool:
    """Return whether a top-level key of a JSON object stands there twice, however it is written."""
    try:
        members_of(raw)
    except msgspec.DecodeError:  # half of a surrogate pair, or a number beyond all bounds
        return _repeats_slowly(raw)
    except ValueError:
        return True
    return False


def _repeats_slowly(raw: bytes) -> bool:
    names: list[str] = []  # in the end those of the outermost object, which is read last

    def noted(members: list[tuple[str, Any]]) -> None:
        names[:] = (name for name, _ in members)

    json.loads(raw, object_pairs_hook=noted, parse_int=float)
    return len(set(names)) < len(names)


def allowed(
    caller: Caller, body: Mapping[str, Any], raw: bytes, model: str, settings: Settings
) -> None:
    """Raise Problem for a body that is passed on as it is and may name two models, and when the
    caller may not use `model`: a benchmark measures the models of its config, and a virtual one
    would measure the router. It may name no other ones to fall back to.
    """
    if model not in settings.virtual_models and repeats(raw):
        raise Problem(400, "body: a key of its top level stands there twice; name each once")
    if caller.only_models is None:
        if caller.user_id is None and model not in settings.virtual_models:
            raise Problem(401, "authorization: without a key only the virtual model can be used")
        return
    if model not in caller.only_models or model in settings.virtual_models:
        raise Problem(403, f"model: a benchmark token cannot use {model}")
    for name in ELSEWHERE:
        if name in body:
            raise Problem(403, f"{name}: a benchmark token cannot name other models; leave it out")
