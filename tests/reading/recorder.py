"""Serve a scripted model on loopback and keep every request that the kilo CLI sends to it."""

import json
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import listening

MODEL = "test/model"
# The CLI asks the second one for titles.
_MODELS = (MODEL, "kilo-auto/small")
_USUAL, _HUGE = 1_000, 198_000
_CONTEXT = 200_000
_SIDE = {
    "title": {"text": "Fix slug tests"},
    "compaction": {"text": "## Objective\n- Make the slug tests pass.\n\n## Next Move\n1. Edit."},
}


@dataclass(frozen=True)
class Recorded:
    """One request; names of headers are in lower case."""

    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def mode(self) -> str:
        return self.headers.get("x-kilocode-mode", "")


@dataclass
class Recorder:
    """What the model says next, and what it was asked. `replies` are {"text"} or {"tool",
    "arguments"}; with "full" the usage says that the context is nearly full."""

    url: str = ""
    replies: deque[dict[str, Any]] = field(default_factory=deque)
    requests: list[Recorded] = field(default_factory=list)

    def answer(self, request: Recorded) -> dict[str, Any]:
        """Keep the request and return the reply to it. Titles, summaries and sub-agents have
        replies of their own, since they may come at any time."""
        self.requests.append(request)
        if request.mode in _SIDE:
            return _SIDE[request.mode]
        if "x-parent-session-id" in request.headers:
            return {"text": "Only slug.py calls it."}
        return self.replies.popleft() if self.replies else {"text": "Done."}


@contextmanager
def recorder() -> Iterator[Recorder]:
    """Serve until the block ends."""
    state = Recorder()
    with listening(_handler(state)) as state.url:
        yield state


def _handler(state: Recorder) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            self.send("application/json", json.dumps({"data": [_row(m) for m in _MODELS]}))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            lines = [json.dumps(c) for c in _chunks(state.answer(Recorded(headers, body)))]
            events = "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"])
            self.send("text/event-stream", events)

        def send(self, kind: str, text: str) -> None:
            self.send_response(200)
            self.send_header("content-type", kind)
            self.end_headers()
            self.wfile.write(text.encode())

    return Handler


def _row(model: str) -> dict[str, Any]:
    can = {"supported_parameters": ["tools", "reasoning"], "context_length": _CONTEXT}
    return {"id": model, "name": model, **can}


def _chunks(reply: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Write the reply as the chunks of a streamed chat completion."""
    head = {"id": "gen", "object": "chat.completion.chunk", "created": 1, "model": MODEL}
    delta: dict[str, Any] = {"role": "assistant", "content": reply.get("text", "")}
    if "tool" in reply:
        call = {"name": reply["tool"], "arguments": json.dumps(reply["arguments"])}
        delta["tool_calls"] = [{"index": 0, "id": "call_1", "type": "function", "function": call}]
    yield {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    reason = "tool_calls" if "tool" in reply else "stop"
    yield {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}
    read = _HUGE if reply.get("full") else _USUAL
    usage = {"prompt_tokens": read, "completion_tokens": 50, "total_tokens": read + 50}
    yield {**head, "choices": [], "usage": usage}
