"""Benchmark identities as signed tokens: JWT (RFC 7519) with HMAC-SHA-256."""

from collections.abc import Iterable
from datetime import UTC, datetime

import jwt
from pydantic import ValidationError

from contracts.errors import AutoRoutingError
from contracts.identity import AUDIENCE, ISSUER, LONGEST, TOKEN_SOURCE, Identity

_ALGORITHM = "HS256"
_REQUIRED = ["iss", "sub", "aud", "iat", "exp", "jti", "tokenSource"]


class TokenInvalid(AutoRoutingError):
    """The message says why, and never holds the token."""


def sign(identity: Identity, key: str) -> str:
    return jwt.encode(
        {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": identity.user_id,
            "jti": identity.token_id,
            "iat": identity.issued_at,
            "exp": identity.expires_at,
            "tokenSource": identity.token_source,
        },
        key,
        algorithm=_ALGORITHM,
    )


def verify(token: str, keys: Iterable[str]) -> Identity:
    """The identity of a token that one of `keys` signed: the current and, after a rotation, the
    previous one. Raises TokenInvalid for any other, and for one that is expired, for somebody else
    or valid for longer than is ever minted."""
    why: jwt.InvalidTokenError = jwt.InvalidTokenError("there is no key")
    for key in keys:
        try:
            return _identity(token, key)
        except jwt.InvalidTokenError as error:
            why = error
    raise TokenInvalid(f"token: {type(why).__name__}")


def _identity(token: str, key: str) -> Identity:
    claims = jwt.decode(
        token,
        key,
        algorithms=[_ALGORITHM],
        audience=AUDIENCE,
        issuer=ISSUER,
        options={"require": _REQUIRED},
    )
    if claims["tokenSource"] != TOKEN_SOURCE or claims["exp"] - claims["iat"] > LONGEST:
        raise jwt.InvalidTokenError
    try:
        return Identity(
            user_id=claims["sub"],
            token_id=claims["jti"],
            issued_at=datetime.fromtimestamp(claims["iat"], UTC),
            expires_at=datetime.fromtimestamp(claims["exp"], UTC),
        )
    except ValidationError as error:
        raise jwt.InvalidTokenError from error
