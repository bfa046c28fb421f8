"""Check, meter and answer one request of the CLI."""

import json
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx

from adapters.provider.canonical import canonical
from adapters.provider.faults import Fault
from container.access import Access, OpenCase
from container.ask import asked, effort, reserve
from container.exchange import Body, CallerLeft, Exchange
from container.upstream import hung_up
from contracts.failure import FailureCause

PREFIX = "/api/openrouter"
# The CLI retries for seconds if the text of an error names a status such as 500, and makes its
# conversation shorter if the text says that it is too long.
_NO_ANSWER = "the provider gave no answer"
_OVERFLOW = "context_length_exceeded: the prompt is too long"
_TURN_SECONDS = 5.0  # how long a call waits for the one before it; chosen
_MAX_REQUEST = 32 * 2**20  # bytes; chosen


class Relay(BaseHTTPRequestHandler):
    """A handler that reads nothing of a request before its key is known, and its body only at its
    turn."""

    protocol_version = "HTTP/1.1"
    timeout = 300

    def __init__(self, access: Access, *args: Any) -> None:
        self._access = access
        super().__init__(*args)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: a request may hold what must not be logged."""

    def do_GET(self) -> None:
        if not self._access.knows(self.headers.get("authorization", "")):
            self._refuse(401, "unknown key")
        elif self.path.partition("?")[0] != f"{PREFIX}/models":
            self._refuse(404, "not proxied")
        else:
            self._list()

    def do_POST(self) -> None:
        case = self._access.case
        if not self._access.knows(self.headers.get("authorization", "")):
            self._refuse(401, "unknown key")
        elif self.path.partition("?")[0] != f"{PREFIX}/chat/completions":
            self._refuse(404, "not proxied")
        elif case is None:
            self._refuse(400, "no case is open")
        elif not case.turn.acquire(timeout=_TURN_SECONDS):
            self._refuse(400, "another call of this case is under way")
        else:
            try:
                self._take_turn(case)
            finally:
                case.turn.release()

    def _take_turn(self, case: OpenCase) -> None:
        body = self._body()
        if body is None:
            self._refuse(400, "the body is no JSON object, or it is too large")
        else:
            self._complete(case, body)

    def _body(self) -> dict[str, Any] | None:
        size = self.headers.get("content-length") or ""
        if not size.isdecimal() or int(size) > _MAX_REQUEST:
            return None
        try:
            body = json.loads(self.rfile.read(int(size)))
        except (ValueError, RecursionError):
            return None
        return body if isinstance(body, dict) else None

    def _list(self) -> None:
        try:
            self._send(200, self._access.models.body())
        except (httpx.HTTPError, ValueError) as error:
            self._refuse(502, f"the provider's model list: {type(error).__name__}")

    def _complete(self, case: OpenCase, body: dict[str, Any]) -> None:
        meter = case.meter
        held = reserve(body, self._access.models.price(meter.model))
        refusal = meter.admit(effort(body), held)
        if refusal:
            self._refuse(400, refusal)
            return
        exchange = Exchange(case, self._access.optional, held, lambda: hung_up(self.connection))
        try:
            self._answer(exchange.ask(asked(body, meter.model)), streamed=bool(body.get("stream")))
        except CallerLeft:
            self.close_connection = True
        finally:
            meter.ended()

    def _answer(self, found: Body | Fault, *, streamed: bool) -> None:
        if isinstance(found, Fault):
            self._refuse(400, _told(found))
        elif found.streamed or streamed:
            events = canonical(found.data, streamed=found.streamed)
            self._send(200, events, "text/event-stream")
        else:
            self._send(200, found.data)

    def _refuse(self, status: int, why: str) -> None:
        """Refuse, and close: unread bytes of the request must not be taken for the next one."""
        self.close_connection = True
        error = {"message": f"benchmark proxy: {why}", "code": status}
        self._send(status, json.dumps({"error": error}).encode())

    def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
        with suppress(OSError):
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)


def _told(fault: Fault) -> str:
    return _OVERFLOW if fault.cause is FailureCause.CONTEXT_OVERFLOW else _NO_ANSWER
