"""Makes the identities of the benchmark user."""

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from contracts.config import Config
from contracts.errors import AutoRoutingError, Refused
from contracts.identity import Identity, TokenRequest


class UnknownUser(AutoRoutingError):
    """A user other than the benchmark's own, which alone gets a token."""


def identity(wanted: TokenRequest, config: Config | None, at: datetime) -> Identity:
    """Return a new identity, which may call the models of the config. Raises Refused when no
    benchmark user is configured, UnknownUser for another user.
    """
    user = config.benchmark_user_id if config else None
    if config is None or user is None:
        raise Refused(
            "benchmarkUserId: none is configured; set it with `autoroute config put FILE`"
        )
    if wanted.user_id != user:
        raise UnknownUser("userId: is not the benchmarkUserId of the config")
    issued = at.replace(microsecond=0)
    return Identity(
        user_id=user,
        token_id=uuid4().hex,
        issued_at=issued,
        expires_at=issued + timedelta(seconds=wanted.seconds),
        models=config.models,
    )


def authorized(header: str, secrets: Iterable[str]) -> bool:
    """Return whether `header` bears one of `secrets`; any wrong one takes the same time."""
    given = header.encode()
    found = [hmac.compare_digest(given, f"Bearer {secret}".encode()) for secret in secrets]
    return any(found)
