"""Names users, sessions and contents by hashes that reveal none of them."""

import hashlib
import hmac
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from contracts.classification import ClassifierInput
from contracts.decision import DecideRequest

# Both as in the reference system.
_SYSTEM_CHARS = 200
_USER_CHARS = 800
_WORD = re.compile(r"[A-Za-z]?[a-z]+[.,:;!?]?")
_CALENDAR = frozenset(
    name + mark
    for name in (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("mon", "tue", "wed", "thu", "fri", "sat", "sun", "am", "pm", "utc"),
        *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
        *("october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug"),
        *("sep", "oct", "nov", "dec"),
    )
    for mark in ("", ".", ",", ":")
)
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
        """Return the name of the session: by its id, else by machine, else by content. A sub-agent
        has a session of its own.
        """
        if request.session_id:
            part = f"task:{request.session_id}"
        elif request.machine_id:
            part = f"machine:{request.machine_id}"
        else:
            part = f"content:{conversation_hash(reduced)}"
        return self._named(f"user:{request.user_id}", f"{part}{_agent(request, reduced)}")

    def _named(self, *parts: str) -> str:
        return hmac.digest(self.key, _bytes(parts), "sha256").hex()[:16]


def content_hash(request: ClassifierInput) -> str:
    """Return 16 hex digits that change with the order, and not with clocks, reminders, ids or a
    history that grows. Of the instructions only plain words count.
    """
    order = request.order_digest or [
        _cut(request.user_prompt_prefix, _USER_CHARS),
        _cut(request.latest_user_prompt_prefix, _USER_CHARS),
        request.standing_order_prefix,
    ]
    return _hash([request.api_kind, request.has_tools, _lasting(request), order])


def conversation_hash(request: ClassifierInput) -> str:
    """Return 16 hex digits that stay the same while a conversation grows: of its first order."""
    first = request.conversation_digest or _cut(request.user_prompt_prefix, _USER_CHARS)
    return _hash([request.api_kind, request.has_tools, first])


def thread_hash(request: ClassifierInput, agent_id: str | None) -> str:
    """Return 16 hex digits of how the prompts of a thread begin, which stay the same while it
    grows: sub-agents, titles and shortened histories of a session have others.
    """
    return _hash([conversation_hash(request), _lasting(request), agent_id])


def _agent(request: DecideRequest, reduced: ClassifierInput) -> str:
    if request.agent_id:
        return f" agent:{request.agent_id}"
    ours = reduced.side_request == "sub_agent"
    return f" agent:{conversation_hash(reduced)}" if ours else ""


def _lasting(request: ClassifierInput) -> list[str]:
    """Return the words of the instructions' beginning without what looks like a clock or an id."""
    words = (request.system_prompt_prefix or "")[:_SYSTEM_CHARS].split()
    return [word for word in words if _WORD.fullmatch(word) and word.lower() not in _CALENDAR]


def _cut(text: str | None, size: int) -> str | None:
    return text[:size] if text is not None else None


def _hash(value: Sequence[object]) -> str:
    return hashlib.sha256(_bytes(value)).hexdigest()[:16]


def _bytes(value: Sequence[object]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="surrogatepass")
