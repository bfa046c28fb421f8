"""Decodes the body of a request, in memory that is bounded."""

from dataclasses import dataclass
from typing import Any

import msgspec

from contracts.depth import too_deep
from contracts.json_text import strict_json
from gateway.errors import Problem
from gateway.headers import Headers
from gateway.unpack import unpacked

# chosen: a body above this takes long enough to be read in a thread.
LARGE = 2**20
# chosen: no context of a model holds so many.
MOST_MARKS = 1_000_000
_MARKS = (b"{", b"[", b",")  # but for the first value, each stands after one of its own


@dataclass(frozen=True)
class Body:
    """A body as JSON and as it was read, with the headers that fit it."""

    headers: Headers
    raw: bytes
    read: dict[str, Any]


def body_in(headers: Headers, packed: bytes, most: int) -> Body:
    """Return the body that a client sent. Raises Problem for what `unpacked` refuses, what is no
    JSON object, and one that would take too much memory.
    """
    left, raw = unpacked(headers, packed, most)
    return Body(left, raw, _object(raw))


def _object(raw: bytes) -> dict[str, Any]:
    if marks(raw) > MOST_MARKS:
        raise Problem(413, f"body: more than {MOST_MARKS} brackets and commas; send a shorter one")
    try:
        found = msgspec.json.decode(raw)
    except RecursionError:
        raise Problem(400, "body: nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        found = _lenient(raw)
    if not isinstance(found, dict):
        raise Problem(400, "body: an object is required")
    if too_deep(found):
        raise Problem(400, "body: nested too deeply")
    return found


def marks(raw: bytes) -> int:
    """Return a number that the values in a JSON text do not exceed by more than one."""
    return sum(raw.count(mark) for mark in _MARKS)


def _lenient(raw: bytes) -> Any:
    """Return what msgspec refuses and JSON allows: half of a surrogate pair, which clients leave
    where they cut a text, and numbers beyond all bounds. Raises Problem.
    """
    try:
        return strict_json(raw.decode())
    except ValueError as error:
        raise Problem(400, f"body: not JSON: {error}") from None
