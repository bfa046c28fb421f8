"""Finding usage and errors in an answer that passes by."""

import json
from dataclasses import dataclass
from typing import Any

_MAX_BODY = 8 * 2**20
_BAD_GATEWAY = 502


@dataclass
class UsageReader:
    """Fed with the bytes of an answer, a stream of events or one JSON object. `error` is the
    status that a provider names within an answer that began well."""

    stream: bool
    usage: dict[str, Any] | None = None
    error: int | None = None
    _rest: bytes = b""

    def feed(self, piece: bytes) -> None:
        self._rest = (self._rest + piece)[-_MAX_BODY:]
        if self.stream:
            *lines, self._rest = self._rest.split(b"\n")
            for line in lines:
                self._take(line.removeprefix(b"data:"))

    def end(self) -> None:
        """No more bytes will come."""
        self._take(self._rest.removeprefix(b"data:"))
        self._rest = b""

    def _take(self, text: bytes) -> None:
        if b'"usage"' not in text and b'"error"' not in text:
            return
        try:
            found = json.loads(text)
        except ValueError:
            return
        if isinstance(found, dict):
            usage = found.get("usage")
            self.usage = usage if isinstance(usage, dict) else self.usage
            if found.get("error"):
                self.error = _status(found["error"])


def _status(error: Any) -> int:
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and 400 <= code < 600 else _BAD_GATEWAY
