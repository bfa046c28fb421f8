"""Read text, usage and errors from an answer as it passes."""

import json
from dataclasses import dataclass, field
from typing import Any

# Chosen: bytes of an answer and characters of its text that are kept.
_MAX_BODY = 8 * 2**20
_MAX_TEXT = 2**20
_BAD_GATEWAY = 502


@dataclass
class AnswerReader:
    """A reader of the bytes of an answer, which is a stream of events or one JSON object. `error`
    is the status that a provider names within an answer that began well; `text` is what the model
    said, without reasoning and tool calls."""

    stream: bool
    usage: dict[str, Any] | None = None
    error: int | None = None
    _rest: bytes = b""
    _said: list[str] = field(default_factory=list)
    _size: int = 0

    @property
    def text(self) -> str:
        return "".join(self._said)

    def feed(self, piece: bytes) -> None:
        self._rest = (self._rest + piece)[-_MAX_BODY:]
        if self.stream:
            *lines, self._rest = self._rest.split(b"\n")
            for line in lines:
                self._take(line.removeprefix(b"data:"))

    def end(self) -> None:
        """Take the rest: no more bytes will come."""
        self._take(self._rest.removeprefix(b"data:"))
        self._rest = b""

    def _take(self, text: bytes) -> None:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return
        if isinstance(found, dict):
            usage = found.get("usage")
            self.usage = usage if isinstance(usage, dict) else self.usage
            if found.get("error"):
                self.error = _status(found["error"])
            self._hear(found.get("choices"))

    def _hear(self, choices: Any) -> None:
        first = choices[0] if isinstance(choices, list) and choices else None
        part = first.get("delta" if self.stream else "message") if isinstance(first, dict) else None
        text = part.get("content") if isinstance(part, dict) else None
        if isinstance(text, str) and self._size < _MAX_TEXT:
            self._said.append(text)
            self._size += len(text)


def _status(error: Any) -> int:
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and 400 <= code < 600 else _BAD_GATEWAY
