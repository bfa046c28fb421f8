"""Read a provider's answer to a chat completion: what the model said, or why it is no answer.

The worker's proxy and the classifier's client read with it, so that both agree. An answer is a JSON
object with `choices`, or a stream of events that came to its end. Its first bytes tell which;
servers name the wrong content type.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from adapters.provider.events import data_of
from adapters.provider.faults import Fault, fault_of
from adapters.provider.usage import Usage, larger, usage_of
from contracts.failure import FailureCause
from contracts.json_text import as_object, read_json
from contracts.words import mended, told

_MAX_TEXT = 2**20  # characters; chosen
_DONE = b"[DONE]"
_BROKEN = re.compile(r"error|abort|cancel|fail", re.IGNORECASE)
_FILTERED = ("content_filter", "content-filter", "safety", "SAFETY")
_MORE = ("tool_calls", "function_call", "reasoning", "reasoning_content", "reasoning_details")


@dataclass(frozen=True)
class Answer:
    """What came back. `text` is what the model said, without reasoning and tool calls; with a
    `fault` it is only what came before. `cost_usd` is None when it is unknown; at least
    `usage.known_usd` was paid. `streamed` is whether it came as events."""

    text: str
    usage: Usage
    cost_usd: float | None
    finish: str | None
    fault: Fault | None
    streamed: bool


def no_answer(fault: Fault) -> Answer:
    """Return the answer that a failed call is; what it cost is unknown."""
    return Answer("", Usage(), cost_usd=None, finish=None, fault=fault, streamed=False)


def read_answer(body: bytes) -> Answer:
    """Return the answer in the body of a response with status 200, of which the end may be missing.
    Never raises, whatever the bytes."""
    text = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    reading = _Reading(streamed=text[:1] not in (b"{", b"["))
    for data in data_of(body) if reading.streamed else (text,):
        reading.take(data)
    return reading.answer()


@dataclass
class _Reading:
    """An answer while its events are read. It has ended with a finish reason, or with usage in an
    event without a choice; a whole answer, with a message."""

    streamed: bool
    usage: Usage = field(default_factory=Usage)
    finish: str | None = None
    fault: Fault | None = None
    begun: bool = False
    ended: bool = False
    _refused: bool = False
    _said: list[str] = field(default_factory=list)
    _size: int = 0

    def take(self, data: bytes) -> None:
        text = data.strip()
        if not text or text == _DONE:
            return
        try:
            event = read_json(text)
        except ValueError:
            self._unreadable(text)
            return
        if isinstance(event, dict):
            self._take(event)

    def answer(self) -> Answer:
        fault = self.fault or self._at_end()
        return Answer(
            text=mended("".join(self._said)),
            usage=self.usage,
            cost_usd=self._cost(fault),
            finish=self.finish,
            fault=fault,
            streamed=self.streamed,
        )

    def _cost(self, fault: Fault | None) -> float | None:
        """Return the cost, which is unknown when the answer broke off. An error in place of an
        answer costs nothing, as one with a status of its own."""
        if fault is None or self.ended:
            return self.usage.cost_usd
        return 0.0 if self._refused and not self.begun and not self.usage.known_usd else None

    def _at_end(self) -> Fault | None:
        if self.finish in _FILTERED:
            return Fault(FailureCause.CONTENT_FILTERED, f"it ended with {self.finish}")
        if self.finish and _BROKEN.search(self.finish):
            return _error(f"it ended with {told(self.finish)}")
        if self.ended:
            return None
        return _error("the answer broke off" if self.begun else "a body without an answer")

    def _unreadable(self, text: bytes) -> None:
        """Note a part that cannot be read; what is no object, such as a ping, does no harm."""
        if text[:1] in (b"{", b"["):
            self.fault = self.fault or _error("a part of the answer cannot be read")

    def _take(self, event: dict[str, Any]) -> None:
        choices = event.get("choices")
        first = choices[0] if isinstance(choices, list) and choices else None
        choice = as_object(first)
        error = event.get("error") or choice.get("error") or _as_error(event)
        if error:
            self.fault = self.fault or fault_of(200, error)
            self._refused = True
        self._hear(choice)
        if isinstance(event.get("usage"), dict):
            self.usage = larger(self.usage, usage_of(event["usage"]))
            self.ended |= self.streamed and not choice
        finish = choice.get("finish_reason")
        if isinstance(finish, str) and finish:
            self.finish = finish
            self.ended |= self.streamed

    def _hear(self, choice: dict[str, Any]) -> None:
        part = choice.get("delta" if self.streamed else "message")
        whole = isinstance(part, dict) and not self.streamed
        part = part if isinstance(part, dict) else {"content": choice.get("text")}
        text = text_of(part.get("content")) or text_of(part.get("refusal"))
        self._said.append(text[: _MAX_TEXT - self._size])
        self._size += len(self._said[-1])
        said = bool(text or any(part.get(name) for name in _MORE))
        self.begun |= said or whole
        self.ended = whole or (self.ended and not (said and self.finish is None))


def text_of(content: Any) -> str:
    """Return the text of a message's content: a text, or a list of parts."""
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        return "".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""


def _as_error(event: dict[str, Any]) -> Any:
    """Return the event if it is an error itself, as servers send it that wrap nothing around it."""
    named = "error" in (event.get("type"), event.get("object"))
    bare = isinstance(event.get("message") or event.get("detail"), str) and "choices" not in event
    return event if named or bare else None


def _error(detail: str) -> Fault:
    return Fault(FailureCause.PROVIDER_ERROR, detail)
