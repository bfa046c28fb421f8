"""Finds the usages in a JSON text of any length, in bounded memory, as its bytes come.

It is for a text that is too long to be kept: it follows strings and brackets alone, and keeps the
objects at `usage`, `message.usage` and `response.usage`. What surrounds the text, such as the
`data:` of a frame, is passed over.
"""

import re
from collections import deque
from dataclasses import dataclass, field
from functools import reduce

_MOST_USAGE, _MOST_NAME = 2**16, 16  # bytes; chosen: a usage has some hundred
_MARK = re.compile(rb'["{}\[\]]')
_STRING = re.compile(rb'(?:[^"\\]+|\\.)*+', re.DOTALL)
_LEAF = rb'[^"{}\[\]]+|"(?:[^"\\]+|\\.)*+"'


def _nested(inside: bytes, _: int) -> bytes:
    return rb"%b|[{\[](?:%b)*+[}\]]" % (_LEAF, inside)


# All up to a bracket or string whose end has not come yet; brackets in brackets at one go.
_PLAIN = re.compile(rb"(?:%b)*+" % reduce(_nested, range(3), _LEAF), re.DOTALL)
_LOOKED_INTO = (b"message", b"response")


@dataclass
class Skim:
    """Reads a text piece by piece. `usages` are the last ones that it found, as JSON."""

    usages: deque[bytes] = field(default_factory=lambda: deque(maxlen=4))
    _objects: int = 0  # how many are open around this place, of those that are looked into
    _skipped: int = 0  # the brackets that are open in one that is not
    _string: bytearray | None = None  # the beginning of the string that is being read
    _escaped: bool = False
    _name: bytes = b""  # the last string; before an object in another one that is its name
    _usage: bytearray | None = None

    def feed(self, data: bytes) -> None:
        at = 0
        while at < len(data):
            keeps, began = self._usage is not None, at
            at = self._step(data, at)
            if keeps:
                self._keep(data[began:at])

    def _step(self, data: bytes, at: int) -> int:
        """Read at least one byte more; return up to where the data is read."""
        if self._escaped:
            self._escaped = False
            return at + 1
        if self._string is not None:
            return self._in_string(data, at, self._string)
        found = (_PLAIN if self._skipped else _MARK).search(data, at)
        if found is None:
            return len(data)
        end = found.end() + bool(self._skipped)
        if end <= len(data):
            self._mark(data[end - 1 : end])
        return min(end, len(data))

    def _in_string(self, data: bytes, at: int, string: bytearray) -> int:
        found = _STRING.match(data, at)
        end = found.end() if found else at
        string += data[at : min(end, at + _MOST_NAME - len(string))]
        mark = data[end : end + 1]
        if mark == b'"':
            self._name, self._string = bytes(string), None
        elif mark:
            self._escaped = True
            string += mark[: _MOST_NAME - len(string)]
        return end + len(mark)

    def _mark(self, mark: bytes) -> None:
        if mark == b'"':
            self._string = bytearray()
        elif self._skipped:
            self._skipped += 1 if mark in b"{[" else -1
        elif mark == b"}":
            self._objects = max(0, self._objects - 1)
        elif mark != b"]":
            self._open(mark)

    def _open(self, mark: bytes) -> None:
        named = self._objects == 1 and self._name in _LOOKED_INTO
        if mark == b"{" and (named or not self._objects):
            self._objects += 1
            return
        self._skipped = 1
        self._usage = bytearray(mark) if mark == b"{" and self._name == b"usage" else None

    def _keep(self, piece: bytes) -> None:
        assert self._usage is not None
        self._usage += piece
        if len(self._usage) > _MOST_USAGE:
            self._usage = None
        elif not self._skipped:
            self.usages.append(bytes(self._usage))
            self._usage = None
