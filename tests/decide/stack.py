"""Provide the handler as it is deployed, and the faults of what it needs."""

import json
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from types import ModuleType
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from adapters.aws import clients
from adapters.provider.client import provider_of
from tests.decide.asking import LOW, ask
from tests.provider.kinds import KINDS, Kind

SECRET, DEADLINE_MS, LATE_SECONDS = "s3cret", 4000, 3.0
PROVIDER_ERRORS = {"http_500": 500, "http_429": 429}


class Provider(BaseHTTPRequestHandler):
    """A classifier model that is `fault`y, or not."""

    fault: str | None = None

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("authorization") != "Bearer k":
            self.send_error(401)
            return
        if self.fault == "slow":
            time.sleep(4)
        if self.fault in KINDS:
            self._answer(KINDS[self.fault])
            return
        status = PROVIDER_ERRORS.get(self.fault or "", 200)
        text = "nonsense" if self.fault == "unreadable" else json.dumps(LOW)
        choice = {"message": {"content": text}, "finish_reason": "stop"}
        body = json.dumps({"choices": [choice], "usage": {"cost": 0.001}}).encode()
        body = b"{" if self.fault == "corrupt" else body
        if self.fault == "trickle":
            self._trickle()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.fault == "drip":
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(0.02)
        self.wfile.write(body)

    def _answer(self, kind: Kind) -> None:
        self.send_response(kind.status)
        for name, value in {"content-length": str(len(kind.body)), **kind.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(kind.body)

    def _trickle(self) -> None:
        """Send a header without end, for 20 s or until the caller hangs up."""
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
            for _ in range(400):
                self.wfile.write(b"y")
                time.sleep(0.05)

    def log_message(self, *_: Any) -> None:
        pass


@dataclass
class Stack:
    """The handler as it is deployed, its stores in memory, a provider on loopback."""

    handler: ModuleType
    provider: type[Provider]
    printed: list[str] = field(default_factory=list)
    told: float = 0.0

    def ask(self, bearer: str = SECRET, **changes: Any) -> dict[str, Any]:
        return self.send(json.dumps(ask(**{"deadline_ms": DEADLINE_MS, **changes}).wire()), bearer)

    def send(self, body: str, bearer: str = SECRET) -> dict[str, Any]:
        event = {"headers": {"authorization": f"Bearer {bearer}"}, "body": body}
        began = time.monotonic()
        with patch.object(self.handler, "_tell", self.printed.append):
            answer = self.handler.handler(event, None)
            self.told = time.monotonic()
            self.handler._deferred.wait()
        assert time.monotonic() - began < 6
        assert answer["statusCode"] == 200
        return dict(json.loads(answer["body"]))

    def metric(self, name: str) -> float:
        return float(sum(json.loads(each).get(name, 0) for each in self.printed))


def forget() -> None:
    clients.forget()
    provider_of.cache_clear()


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


Fault = Callable[..., Any]


def down(**_: Any) -> None:
    raise EndpointConnectionError(endpoint_url="http://nowhere")


def slow(**_: Any) -> None:
    """Time out at the client's own limit, which is half a second."""
    time.sleep(0.5)
    raise ReadTimeoutError(endpoint_url="http://nowhere")


def late(**_: Any) -> None:
    """Hang for longer than any client would wait, so that only the deadline helps."""
    time.sleep(LATE_SECONDS)
    raise ReadTimeoutError(endpoint_url="http://nowhere")


def _refusing(status: int, code: str) -> Fault:
    body = json.dumps({"__type": code, "Code": code}).encode()

    def refuse(request: Any, **_: Any) -> AWSResponse:
        raw = type("Raw", (), {"stream": lambda self: iter([body]), "read": lambda self: body})()
        return AWSResponse(request.url, status, HTTPHeaders(), raw)

    return refuse


throttled = _refusing(400, "ThrottlingException")
corrupt = _refusing(200, "nonsense")
FAULTS = {"down": down, "slow": slow, "throttled": throttled, "corrupt": corrupt}


def hit(service: str, fault: Fault, operation: str = "*") -> None:
    """Let the client of the hot path meet a fault."""
    client = getattr(clients, service)(quick=True)
    client.meta.events.register_first(f"before-send.{service}.{operation}", fault)
