"""Checks the bearer secret of a caller."""

import hmac
from collections.abc import Callable, Iterable, Mapping
from typing import Any

WRONG = "authorization: the bearer secret is missing or not valid"


def secret_of(event: Mapping[str, Any], reads: Iterable[Callable[[], str]]) -> str | None:
    """Return the secret that the caller gave, or None when it is none of those that `reads`
    return. They are called one by one, until one fits.
    """
    given = (event.get("headers") or {}).get("authorization", "").encode()
    return next((known for read in reads if _same(given, known := read())), None)


def _same(given: bytes, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(given, f"Bearer {secret}".encode())
