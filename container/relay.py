"""Check, forward and meter one request of the CLI, and stream the answer back."""

import json
import time
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx

from container.access import Access, OpenCase
from container.ask import asked, effort, reserve
from container.meter import CaseMeter
from container.usage import AnswerReader
from contracts.failure import may_pass

PREFIX = "/api/openrouter"
# The CLI retries for seconds if the text of an error names a status such as 500.
_NO_ANSWER = "the provider gave no answer"
_NOT_ASKED = (httpx.ConnectError, httpx.ConnectTimeout)
# Chosen: the pause before a retry, and how long a call waits for the one before it.
_PAUSE_SECONDS = 1.0
_TURN_SECONDS = 5.0
_MAX_REQUEST = 32 * 2**20  # bytes, as below; chosen
_MAX_ANSWER = 64 * 2**20


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
        try:
            status = self._pass_on(case, asked(body, meter.model), held, again=False)
            if may_pass(status) and not case.upstream.dropped:
                time.sleep(_PAUSE_SECONDS)
                self._pass_on(case, asked(body, meter.model), held, again=True)
        finally:
            meter.ended()

    def _pass_on(self, case: OpenCase, body: dict[str, Any], held: float, *, again: bool) -> int:
        """Forward the request and return the provider's status. The CLI learns of a failure that
        may pass only the second time, and as a 400: the CLI itself would retry any other for
        minutes."""
        try:
            answer = case.upstream.complete(body)
        except httpx.HTTPError as error:
            case.meter.answered(0, again=again)
            if not isinstance(error, _NOT_ASKED):
                case.meter.used(None, held)
            if again:
                self._refuse(400, _NO_ANSWER)
            return 0
        with closing(answer):
            status = answer.status_code
            case.meter.answered(status, again=again)
            if status < 400:
                self._stream(case.meter, answer, held)
            elif again or not may_pass(status):
                self._refuse(400, _NO_ANSWER)
            return status

    def _stream(self, meter: CaseMeter, answer: httpx.Response, held: float) -> None:
        kind = answer.headers.get("content-type", "application/json")
        reader = AnswerReader(stream="event-stream" in kind)
        try:
            self._head(kind)
            self._copy(meter, answer, reader)
        except httpx.HTTPError:
            meter.broke(0)
            self.close_connection = True
        except OSError:
            # The CLI was aborted: leaving closes the upstream call, so that it is not paid for.
            self.close_connection = True
        finally:
            reader.end()
            meter.used(reader.usage, held)

    def _head(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def _copy(self, meter: CaseMeter, answer: httpx.Response, reader: AnswerReader) -> None:
        size = 0
        for piece in answer.iter_bytes():
            size += len(piece)
            if size > _MAX_ANSWER:
                raise httpx.ReadError("the answer does not end")
            reader.feed(piece)
            if reader.error:
                meter.broke(reader.error)
            self._chunk(piece)
        reader.end()
        if reader.error:
            meter.broke(reader.error)
        else:
            meter.said(reader.text)
        self._chunk(b"")

    def _chunk(self, piece: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.flush()

    def _refuse(self, status: int, why: str) -> None:
        """Refuse, and close: unread bytes of the request must not be taken for the next one."""
        self.close_connection = True
        error = {"message": f"benchmark proxy: {why}", "code": status}
        self._send(status, json.dumps({"error": error}).encode())

    def _send(self, status: int, body: bytes) -> None:
        with suppress(OSError):
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
