"""Sign and verify benchmark identities as JWT (RFC 7519) with HMAC-SHA-256."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, Self

import jwt
from pydantic import ConfigDict, ValidationError

from contracts.control_record import ControlRecord
from contracts.errors import AutoRoutingError
from contracts.identity import AUDIENCE, ISSUER, LONGEST, TOKEN_SOURCE, Identity
from contracts.problems import problems
from contracts.scalars import Text

_ALGORITHM = "HS256"


class TokenInvalid(AutoRoutingError):
    """The token is not valid. The message says why, and never holds the token."""


class _Claims(ControlRecord):
    """The claims of a token: exactly what is minted, nothing more, less or of another type. Times
    are in seconds."""

    model_config = ConfigDict(strict=True)

    iss: Text = ISSUER
    aud: Text = AUDIENCE
    sub: Text
    jti: Text
    iat: int
    exp: int
    models: tuple[Text, ...] = ()
    token_source: Literal["auto-routing-benchmark"] = TOKEN_SOURCE

    @classmethod
    def of(cls, identity: Identity) -> Self:
        return cls(
            sub=identity.user_id,
            jti=identity.token_id,
            iat=int(identity.issued_at.timestamp()),
            exp=int(identity.expires_at.timestamp()),
            models=identity.models,
        )

    def objection(self, now: float) -> str | None:
        if (self.iss, self.aud) != (ISSUER, AUDIENCE):
            return "has a wrong issuer or audience"
        if not self.iat <= now < self.exp:
            return "is not valid at this time"
        return "is valid for too long" if self.exp - self.iat > LONGEST else None


def sign(identity: Identity, key: str) -> str:
    return jwt.encode(_Claims.of(identity).wire(), key, algorithm=_ALGORITHM)


def verify(token: str, keys: Iterable[str]) -> Identity:
    """Return the identity in a token that one of `keys` signed: the current one or, after a
    rotation, the previous one. Raises TokenInvalid for any other token, and for one that is
    expired, has another audience, or is valid for longer than is ever minted."""
    try:
        claims = _Claims.from_json(_signed(token, keys))
    except ValidationError as error:
        raise TokenInvalid(f"token: {'; '.join(problems(error))}") from None
    objection = claims.objection(datetime.now(UTC).timestamp())
    if objection:
        raise TokenInvalid(f"token: {objection}")
    return Identity(
        user_id=claims.sub,
        token_id=claims.jti,
        issued_at=datetime.fromtimestamp(claims.iat, UTC),
        expires_at=datetime.fromtimestamp(claims.exp, UTC),
        models=claims.models,
    )


def _signed(token: str, keys: Iterable[str]) -> bytes:
    """Return the payload of a token as bytes. Raises TokenInvalid."""
    for key in keys:
        try:
            said: bytes = jwt.PyJWS().decode(token, key, [_ALGORITHM])
        except (jwt.PyJWTError, ValueError, RecursionError):
            continue
        return said
    raise TokenInvalid("token: is not signed with a known key")
