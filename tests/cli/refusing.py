"""Serve a provider that refuses some parameters, one at a time, as strict servers do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import listening


@contextmanager
def refusing(*parameters: str) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if self.headers.get("authorization") != "Bearer k":
                self.send_error(401)
                return
            bad = [name for name in parameters if name in asked]
            if bad:
                message = f"Unsupported parameters: {', '.join(bad)}"
                self._send(400, {"error": {"message": message, "type": "invalid_request_error"}})
            else:
                self._send(200, {"choices": [{"message": {"content": "{}"}}]})

        def _send(self, status: int, body: Any) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            pass

    with listening(Handler) as url:
        yield f"{url}/v1"
