"""Reads the usage of an answer from the bytes that pass by, and changes none of them.

It looks into those frames alone that name a usage. It keeps at most `MOST_BYTES` of a frame or a
body; a longer one is skimmed for its usage, and its opaque blobs are not seen.
"""

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from contracts.json_text import as_object
from gateway.skim import Skim
from gateway.tokens import Tokens

MOST_BYTES = 2 * 2**20  # chosen
_BLOB = re.compile(
    r'"(?:signature|thought_signature|encrypted_content|data)"\s*:\s*("[A-Za-z0-9+/=_.-]{8,}")'
)
_ENDS = (b"\n\n", b"\r\n\r\n", b"\r\r")
_USAGE = b'"usage"'


@dataclass
class Tap:
    """Takes the usage out of a stream of frames, or of one JSON body. With `hide`, the one usage
    frame that the gateway asked for is not passed on. `answer_id` is the provider's.
    """

    stream: bool
    hide: bool = False
    tokens: Tokens = field(default_factory=Tokens)
    torn: bool = False
    blobs: list[str] = field(default_factory=list)
    answer_id: str | None = None
    _held: bytearray = field(default_factory=bytearray)
    _seen: int = 0
    _skim: Skim | None = None  # reads what is too long to be held

    def feed(self, chunk: bytes) -> bytes:
        """Return what is passed on of a chunk: all of it, but for the frame that is hidden."""
        if self.stream and not self._held and _idle(chunk):
            self.torn = False
            return chunk
        self._held += chunk
        if not self.stream:
            self._bound()
            return chunk
        out = bytearray()
        while (end := _end(self._held, self._seen)) > 0:
            frame = bytes(self._held[:end])
            del self._held[:end]
            self._seen = 0
            if not self._ended(frame) or not self.hide:
                out += frame
        out += self._bound()
        self._seen = max(0, len(self._held) - len(_ENDS[1]))
        self.torn = self._skim is not None if self.hide else bool(self._held)
        return bytes(out) if self.hide else chunk

    def end(self) -> bytes:
        """Return what was held back; a last frame need not end with a blank line."""
        rest = bytes(self._held)
        self._held.clear()
        hidden = self._ended(rest)
        return rest if self.hide and self.stream and not hidden else b""

    def _bound(self) -> bytes:
        """Return what does not fit, which is passed on and skimmed."""
        if len(self._held) <= MOST_BYTES and not self._skim:
            return b""
        rest = bytes(self._held[: -len(_ENDS[1])])
        del self._held[: -len(_ENDS[1])]
        self._skim = self._skim or Skim()
        self._skim.feed(rest)
        return rest

    def _ended(self, rest: bytes) -> bool:
        """Read the end of a frame or body; return whether it is the frame to hide."""
        skim, self._skim = self._skim, None
        if skim is None:
            return self._read(rest) if self.stream else self._whole(rest)
        skim.feed(rest)
        for usage in skim.usages:
            self.tokens.add(_object(usage))
        return False

    def _whole(self, body: bytes) -> bool:
        self.blobs += _blobs(body)
        self._take(_object(body))
        return False

    def _read(self, frame: bytes) -> bool:
        """Read a frame; return whether it is the one that carries nothing but the usage."""
        if _opaque(frame):
            self.blobs += _blobs(frame)
        if _USAGE not in frame:
            return False
        lines = frame.splitlines()
        data = b"\n".join(line[5:].lstrip(b" ") for line in lines if line.startswith(b"data:"))
        found = _object(data)
        self._take(found)
        return found.get("choices") == [] and isinstance(found.get("usage"), dict)

    def _take(self, found: dict[str, Any]) -> None:
        """Take the usage of an answer or event. `message_start` and `response.*` hold it one level
        deeper; the output of a `message_start` is only a first count.
        """
        begun = found.get("type") == "message_start"
        inside = (found.get(name) for name in ("message", "response"))
        for each in (*(i for i in inside if isinstance(i, dict)), found):
            usage = each.get("usage")
            if isinstance(usage, dict):
                self.answer_id = each["id"] if isinstance(each.get("id"), str) else self.answer_id
                self.tokens.add({**usage, "output_tokens": None} if begun else usage)


def _idle(chunk: bytes) -> bool:
    """Return whether a chunk is whole frames in which nothing is read, as most are."""
    return chunk.endswith(_ENDS) and _USAGE not in chunk and not _opaque(chunk)


def _opaque(frame: bytes) -> bool:
    return b"signature" in frame or b'"encrypted_content"' in frame


def _blobs(frame: bytes) -> list[str]:
    """Return the opaque blobs in a frame: signatures and encrypted reasoning."""
    found = (json.loads(blob) for blob in _BLOB.findall(frame.decode("utf-8", "replace")))
    return [blob for blob in found if blob]


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body.decode("utf-8", "replace"), parse_float=Decimal)
    except (ValueError, RecursionError, ArithmeticError):
        return {}
    return as_object(found)


def _end(held: bytearray, seen: int) -> int:
    """Return the end of the first frame; 0 when there is none yet. `seen` bytes were looked at."""
    found = [at + len(mark) for mark in _ENDS if (at := held.find(mark, seen)) >= 0]
    return min(found, default=0)
