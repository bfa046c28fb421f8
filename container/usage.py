"""Finding the usage record in an answer that passes by."""

import json
from dataclasses import dataclass
from typing import Any

_MAX_BODY = 8 * 2**20


@dataclass
class UsageReader:
    """Fed with the bytes of an answer, a stream of events or one JSON object."""

    stream: bool
    usage: dict[str, Any] | None = None
    _rest: bytes = b""

    def feed(self, piece: bytes) -> None:
        self._rest = (self._rest + piece)[-_MAX_BODY:]
        if self.stream:
            *lines, self._rest = self._rest.split(b"\n")
            for line in lines:
                self._take(line.removeprefix(b"data:"))
        else:
            self._take(self._rest)

    def _take(self, text: bytes) -> None:
        if b'"usage"' not in text:
            return
        try:
            found = json.loads(text)
        except ValueError:
            return
        usage = found.get("usage") if isinstance(found, dict) else None
        self.usage = usage if isinstance(usage, dict) else self.usage
