"""Names users, sessions and contents by hashes that reveal none of them."""

import hashlib
import hmac
import json
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from contracts.classification import ClassifierInput
from contracts.decision import DecideRequest

# Both as in the reference system.
_SYSTEM_CHARS = 200
_USER_CHARS = 800
_PURPOSE = b"auto-routing: names of users and of their sessions"


@dataclass(frozen=True)
class Pseudonyms:
    """Names of users and sessions for logs and tables: keyed hashes. Without the key, ids cannot be
    guessed and compared, even where few are possible, as with e-mail addresses.
    """

    key: bytes = field(default_factory=lambda: os.urandom(32), repr=False)

    @classmethod
    def by(cls, secret: str) -> "Pseudonyms":
        """Derive the key from `secret`: its holders get the same names, and no name reveals it."""
        return cls(hmac.digest(secret.encode(), _PURPOSE, "sha256"))

    def user(self, user_id: str) -> str:
        return self._named("user", user_id)

    def session(self, request: DecideRequest, reduced: ClassifierInput) -> str:
        """Return the name of the session: by its id, else by machine, else by content."""
        if request.session_id:
            part = f"task:{request.session_id}"
        elif request.machine_id:
            part = f"machine:{request.machine_id}"
        else:
            part = f"content:{content_hash(reduced, exact=False)}"
        return self._named(f"user:{request.user_id}", part)

    def _named(self, *parts: str) -> str:
        return hmac.digest(self.key, _bytes(parts), "sha256").hex()[:16]


def content_hash(request: ClassifierInput, *, exact: bool) -> str:
    """Return 16 hex digits. The loose hash stays the same while a session grows; the exact one also
    changes with each power of two of its messages.
    """
    parts: list[object] = [
        request.api_kind,
        request.has_tools,
        _cut(request.system_prompt_prefix, _SYSTEM_CHARS),
        _cut(request.user_prompt_prefix, _USER_CHARS),
        _cut(request.latest_user_prompt_prefix, _USER_CHARS),
    ]
    return _hash([*parts, _bucket(request.message_count)] if exact else parts)


def _bucket(count: int | None) -> int:
    return math.floor(math.log2(count)) if count else -1


def _cut(text: str | None, size: int) -> str | None:
    return text[:size] if text is not None else None


def _hash(value: Sequence[object]) -> str:
    return hashlib.sha256(_bytes(value)).hexdigest()[:16]


def _bytes(value: Sequence[object]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="surrogatepass")
