"""Changes the top level of a JSON object in its bytes; all else keeps every byte.

Prompt caches match bytes, and a round trip through Python changes numbers and escapes.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import msgspec

_SPACE = re.compile(rb"[ \t\r\n]*")
_KEY = re.compile(rb'"(?:[^"\\]|\\.)*"')
_RAW = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
DROP = object()


@dataclass(frozen=True)
class Member:
    """A member of the object: from its key to the end of its value, which starts at `value`."""

    key: str
    start: int
    value: int
    end: int


def spliced(body: bytes, changes: Mapping[str, Any]) -> bytes:
    """Return the object in `body` with other values for the keys in `changes`: new keys are added
    at the end, `DROP` takes a member out, bytes are JSON already. Raises ValueError when the body
    is not an object, or names a key twice.
    """
    members = members_of(body)
    kept = [m for m in members if changes.get(m.key) is not DROP]
    texts = [_text(body, member, changes) for member in kept]
    gaps = {m.key: body[before.end : m.start] for before, m in pairwise(members)}
    known = {m.key for m in members}
    added = {key: new for key, new in changes.items() if key not in known and new is not DROP}
    texts += [encoded(key) + b":" + encoded(new) for key, new in added.items()]
    names = [*(m.key for m in kept), *added]
    inner = [
        part
        for name, text in zip(names, texts, strict=True)
        for part in (gaps.get(name, b","), text)
    ]
    start, end = (members[0].start, members[-1].end) if members else _inside(body)
    return b"".join([body[:start], *inner[1:], body[end:]])


def _text(body: bytes, member: Member, changes: Mapping[str, Any]) -> bytes:
    if member.key not in changes:
        return body[member.start : member.end]
    return body[member.start : member.value] + encoded(changes[member.key])


def _inside(body: bytes) -> tuple[int, int]:
    at = body.index(b"{") + 1
    return at, at


def elements(value: bytes) -> list[bytes]:
    """Return the bytes of each element of a JSON list."""
    return [bytes(each) for each in _LIST.decode(value)]


def values(body: bytes) -> dict[str, bytes]:
    """Return the bytes of each value of a JSON object, by key."""
    return {key: bytes(raw) for key, raw in _RAW.decode(body).items()}


def encoded(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:  # half of a surrogate pair
        return json.dumps(value).encode()


def members_of(body: bytes) -> list[Member]:
    """Return the members of the object in `body`. Raises ValueError when it is none, or names a key
    twice.
    """
    found: list[Member] = []
    at = _after(body, 0)
    if body[at : at + 1] != b"{":
        raise ValueError("the body is not an object")
    at = _after(body, at + 1)
    for key, raw in _RAW.decode(body).items():
        start, match = at, _KEY.match(body, at)
        if match is None or msgspec.json.decode(match[0]) != key:
            raise ValueError(f"{key} stands in the body more than once")
        value = _after(body, _after(body, match.end()) + 1)
        end = value + len(memoryview(raw))
        found.append(Member(key, start, value, end))
        at = _after(body, end)
        at = _after(body, at + 1) if body[at : at + 1] == b"," else at
    if body[at : at + 1] != b"}":
        raise ValueError("a key stands in the body more than once")
    return found


def _after(body: bytes, at: int) -> int:
    found = _SPACE.match(body, at)
    return found.end() if found else at
