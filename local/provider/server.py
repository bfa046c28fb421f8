"""Serve the simulated models on loopback with three APIs, and marked as simulated."""

import hmac
import json
import logging
import secrets
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from contracts.dataset import ClassifierCase, DeciderCase
from local.provider.apis import APIS, COUNT, Api, kind_of
from local.provider.brain import Brain
from local.provider.catalogue import Catalogue, SimulatedModel
from local.provider.errors import CallRefused, simulated_error
from local.provider.fault_injection import FaultInjection
from local.provider.labeller import Labeller
from local.provider.solver import Solver
from local.provider.stats import Stats
from local.provider.troubles import spoiled
from local.provider.usage import prompt_tokens

# Chosen: longer than any client waits; checked that often for the end of the server.
_HANG_SECONDS = 600
_POLL_SECONDS = 0.05
_FAULTS = {"http_500": 500, "http_429": 429}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Running:
    base_url: str
    key: str
    stats: Stats
    faults: FaultInjection


@contextmanager
def serve(
    catalogue: Catalogue,
    deciders: Iterable[DeciderCase],
    classifiers: Iterable[ClassifierCase],
    port: int = 0,
    key: str | None = None,
) -> Iterator[Running]:
    """Serve until the block ends; at a free port and with a fresh key unless given."""
    secret = key or f"sim-{secrets.token_urlsafe(24)}"
    tasks = tuple(deciders)
    brain = Brain(catalogue, Solver(tasks), Labeller(tuple(classifiers), tasks))
    server = _Server(("127.0.0.1", port), partial(_Handler, brain, secret))
    loop = partial(server.serve_forever, poll_interval=_POLL_SECONDS)
    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield Running(
            f"http://127.0.0.1:{server.server_port}/v1", secret, brain.stats, brain.faults
        )
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a client that hangs up; anything else is a bug here."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            _log.exception("a request could not be answered")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # With Nagle's algorithm, a kept connection adds 40 ms to every declared latency.
    disable_nagle_algorithm = True

    def __init__(self, brain: Brain, key: str, *args: Any) -> None:
        self._brain, self._key = brain, key
        super().__init__(*args)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        if not self._authorized():
            return
        match self._path:
            case "/v1/models":
                self._json(200, {"data": [model.row for model in self._brain.catalogue.model]})
            case "/v1/stats":
                self._json(200, self._brain.stats.body)
            case _:
                self._error(404, f"{self.path} does not exist")

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        if not self._authorized():
            return
        api = APIS.get(self._path)
        if api is None:
            self._error(404, f"{self.path} does not exist")
            return
        try:
            self._complete(api, raw)
        except CallRefused as refused:
            self._json(refused.status, refused.body)

    @property
    def _path(self) -> str:
        return self.path.partition("?")[0]

    def _authorized(self) -> bool:
        bearer, key = self.headers.get("authorization", ""), self.headers.get("x-api-key", "")
        valid = hmac.compare_digest(bearer.encode(), f"Bearer {self._key}".encode())
        valid |= hmac.compare_digest(key.encode(), self._key.encode())
        if not valid:
            self._error(401, "wrong key")
        return valid

    def _complete(self, api: Api, raw: bytes) -> None:
        body = api.read(raw)
        model = self._brain.model(api, body)
        if api is COUNT:
            self._json(200, {"input_tokens": prompt_tokens(api.chat(body))})
            return
        self._brain.check(api, model, body)
        trouble = model.fault or self._brain.faults.next()
        time.sleep(_HANG_SECONDS if trouble == "hang" else model.latency_ms / 1000)
        status = _FAULTS.get(trouble or "", 200)
        if status == 200:
            self._answer(api, model, body, trouble)
        else:
            self._brain.stats.add(model.id, status)
            self._error(status, f"{model.id} is simulated to fail")

    def _answer(
        self, api: Api, model: SimulatedModel, body: dict[str, Any], trouble: str | None
    ) -> None:
        answer = self._brain.answer(api, model, body)
        self._brain.stats.add(model.id, 200, answer.used.cost_usd)
        stream = bool(body.get("stream"))
        events = api.events(answer, stream=stream)
        kind, written = spoiled(trouble, events, stream=stream, kind=api.kind)
        self._send(200, kind, written, cut=trouble == "cut")

    def _error(self, status: int, message: str) -> None:
        self._json(status, simulated_error(kind_of(self._path), status, message))

    def _json(self, status: int, body: Any) -> None:
        self._send(status, "application/json", json.dumps(body).encode())

    def _send(self, status: int, kind: str, body: bytes, *, cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection |= cut
