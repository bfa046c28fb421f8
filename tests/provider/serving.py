"""Serve one kind of response on loopback, to the caller with the key; an attack test beside it
tries every port."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from adapters.provider.client import Provider
from tests.loopback import listening
from tests.provider.kinds import KINDS


@contextmanager
def serving(name: str) -> Iterator[Provider]:
    kind = KINDS[name]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            if self.headers.get("authorization") != "Bearer key":
                self.send_error(401)
                return
            self.send_response(kind.status)
            for header, value in {"content-type": kind.content_type, **kind.headers}.items():
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(kind.body)

        def log_message(self, *_: Any) -> None:
            pass

    with listening(Handler) as url:
        yield Provider(f"{url}/v1", "key")
