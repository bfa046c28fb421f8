"""Who is talking, and about what: hashes that reveal neither."""

import hashlib
import json
import math

from contracts.classification import ClassifierInput
from contracts.decision import DecideRequest

_SYSTEM_CHARS = 200
_USER_CHARS = 800


def content_hash(request: ClassifierInput, *, exact: bool) -> str:
    """16 hex digits. The loose hash stays the same while a conversation grows; the exact one also
    holds the power of two of its length."""
    parts: list[object] = [
        request.api_kind,
        request.has_tools,
        _cut(request.system_prompt_prefix, _SYSTEM_CHARS),
        _cut(request.user_prompt_prefix, _USER_CHARS),
        _cut(request.latest_user_prompt_prefix, _USER_CHARS),
    ]
    return _hash([*parts, _bucket(request.message_count)] if exact else parts)


def session_of(request: DecideRequest, reduced: ClassifierInput) -> str:
    """The conversation, as a hash: by session, else by machine, else by what it is about."""
    if request.session_id:
        part = f"task:{request.session_id}"
    elif request.machine_id:
        part = f"machine:{request.machine_id}"
    else:
        part = f"content:{content_hash(reduced, exact=False)}"
    return _hash([f"user:{request.user_id}", part])


def _bucket(count: int | None) -> int:
    return math.floor(math.log2(count)) if count else -1


def _cut(text: str | None, size: int) -> str | None:
    return text[:size] if text is not None else None


def _hash(value: list[object]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


def user_hash(user_id: str) -> str:
    """An anonymous id may hold an address."""
    return _hash(["user", user_id])
