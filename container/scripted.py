"""Serve a provider with a script, on loopback: its only model has the CLI run one command."""

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from adapters.aws.secrets import ProviderSecret

_USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2, "cost": 0.0}


@contextmanager
def scripted(model: str, command: str) -> Iterator[ProviderSecret]:
    """Yield the URL and key of a provider whose `model` runs `command`, and then says that it is
    done."""
    server = _Server(model, command)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        yield ProviderSecret.from_wire({"baseUrl": url, "apiKey": server.key})
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, model: str, command: str) -> None:
        self.model, self.command, self.key = model, command, secrets.token_urlsafe(24)
        super().__init__(("127.0.0.1", 0), _Script)


class _Script(BaseHTTPRequestHandler):
    """A handler with a key, as a real provider has one: other cases can reach it as well."""

    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        if self._known():
            row = {"id": self.server.model, "context_length": 100_000}
            self._send("application/json", json.dumps({"data": [row]}))

    def do_POST(self) -> None:
        if self._known():
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            begun = any(message.get("role") == "tool" for message in asked.get("messages", ()))
            self._send("text/event-stream", self._events(begun=begun))

    def _known(self) -> bool:
        known = self.headers.get("authorization") == f"Bearer {self.server.key}"
        if not known:
            self.send_error(401)
        return known

    def _events(self, *, begun: bool) -> str:
        delta = {"content": "done"} if begun else _call(self.server.command)
        reason = "stop" if begun else "tool_calls"
        chunks: list[dict[str, Any]] = [
            {"choices": [{"index": 0, "delta": delta}]},
            {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]},
            {"choices": [], "usage": _USAGE},
        ]
        head = {"id": "scripted", "model": self.server.model}
        lines = [*(json.dumps({**head, **chunk}) for chunk in chunks), "[DONE]"]
        return "".join(f"data: {line}\n\n" for line in lines)

    def _send(self, kind: str, body: str) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())


def _call(command: str) -> dict[str, Any]:
    arguments = json.dumps({"command": command, "description": "attacks its sandbox"})
    function = {"name": "bash", "arguments": arguments}
    return {"tool_calls": [{"index": 0, "id": "c1", "type": "function", "function": function}]}
