"""Serve a provider that does what the prompt says: the script of its replies is in the prompt."""

import json
import re
import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from tests.loopback import listening
from tests.provider.kinds import KINDS

TEXT = {"text": "42"}
MARK = f"test {uuid4().hex}"  # of this process: other tests have providers on the same machine
KEY = "sk-real-credential-of-the-provider"
_SCRIPT = re.compile(r"SCRIPT(\[.*\])TPIRCS", re.S)


def script(*replies: dict[str, Any]) -> str:
    """Return a prompt that makes the provider give these replies, one a turn: {"text"}, {"bash"},
    {"status"}. It waits "sleep" seconds before it answers; "error" is a status that it names in
    mid-stream; with "cost" the usage names that cost, null for none; with "drip" the answer never
    ends, and gives a sign of life every so many seconds; with "kind" it is that of `KINDS`."""
    return f"Do it. SCRIPT{json.dumps(list(replies))}TPIRCS"


@dataclass
class Upstream:
    base_url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    hung_up: int = 0
    script: Iterator[dict[str, Any]] | None = None

    @contextmanager
    def scripted(self, replies: Iterator[dict[str, Any]]) -> Iterator[None]:
        """Give these replies, one a call, whatever the prompt says."""
        self.script = replies
        try:
            yield
        finally:
            self.script = None


@contextmanager
def upstream() -> Iterator[Upstream]:
    state = Upstream()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            if self.headers.get("authorization") != f"Bearer {KEY}":
                self.send(401, {"error": {"message": "wrong key"}})
                return
            row = {"supported_parameters": ["tools", "reasoning"], "context_length": 100_000}
            models = ("test/model", "test/other")
            self.send(200, {"data": [{"id": name, "name": MARK, **row} for name in models]})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if self.headers.get("authorization") != f"Bearer {KEY}":
                # An attack test beside this one tries every port.
                self.send(401, {"error": {"message": "wrong key"}})
                return
            state.requests.append(body)
            state.keys.add(self.headers.get("authorization", ""))
            reply = next(state.script) if state.script else _reply(body)
            if reply.get("sleep") and self.left_alone(reply["sleep"]):
                state.hung_up += 1
            elif "status" in reply:
                self.send(reply["status"], {"error": {"message": "scripted"}})
            elif "drip" in reply:
                self.drip(reply["drip"])
            elif "kind" in reply:
                kind = KINDS[reply["kind"]]
                self.reply(kind.status, kind.content_type, kind.body, **kind.headers)
            else:
                self.stream(reply)

        def left_alone(self, seconds: float) -> bool:
            """Return whether the caller hangs up within `seconds`."""
            readable, _, _ = select.select([self.connection], [], [], seconds)
            return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)

        def drip(self, seconds: float) -> None:
            self.close_connection = True
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            self.wfile.write(b": alive\n\n")
            while not self.left_alone(seconds):
                self.wfile.write(b": alive\n\n")
            state.hung_up += 1

        def stream(self, reply: dict[str, Any]) -> None:
            lines = [json.dumps(chunk) for chunk in _chunks(reply)]
            text = "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"])
            self.reply(200, "text/event-stream", text.encode())

        def send(self, status: int, body: Any) -> None:
            self.reply(status, "application/json", json.dumps(body).encode())

        def reply(self, status: int, kind: str, body: bytes, **more: str) -> None:
            self.send_response(status)
            for name, value in {"content-type": kind, **more}.items():
                if value:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    with listening(Handler, Server) as url:
        state.base_url = f"{url}/v1"
        yield state


def _reply(body: dict[str, Any]) -> dict[str, Any]:
    found = _SCRIPT.search(json.dumps(body["messages"]).encode().decode("unicode_escape"))
    replies = json.loads(found.group(1)) if found else [{"text": "no script"}]
    done = sum(m["role"] == "assistant" for m in body["messages"])
    return dict(replies[min(done, len(replies) - 1)])


def _chunks(reply: dict[str, Any]) -> Iterator[dict[str, Any]]:
    head = {"id": "gen", "object": "chat.completion.chunk", "created": 1, "model": "test/model"}
    delta: dict[str, Any] = {"role": "assistant", "content": reply.get("text")}
    if "bash" in reply or "raw_call" in reply:
        arguments = json.dumps({"command": reply.get("bash"), "description": "scripted"})
        if "raw_call" in reply:
            arguments = f'{{"command": "true", "description": {reply["raw_call"]}}}'
        call = {"name": "bash", "arguments": arguments}
        delta["tool_calls"] = [
            {"index": 0, "id": f"c{time.time_ns()}", "type": "function", "function": call}
        ]
    yield {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    if "error" in reply:
        broken = {"index": 0, "delta": {"content": ""}, "finish_reason": "error"}
        yield {**head, "error": {"code": reply["error"], "message": "died"}, "choices": [broken]}
        return
    end = "tool_calls" if "tool_calls" in delta else "stop"
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    cost = reply.get("cost", 0.001)
    yield {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": end}]}
    yield {**head, "choices": [], "usage": usage if cost is None else {**usage, "cost": cost}}
