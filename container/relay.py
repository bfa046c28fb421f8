"""One request of the CLI: checked, passed on, and streamed back while it is metered."""

import hmac
import json
import time
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

import httpx

from container.meter import CaseMeter, may_pass
from container.usage import UsageReader

if TYPE_CHECKING:
    from container.proxy import MeteringProxy, OpenCase

PREFIX = "/api/openrouter"
# The CLI retries for seconds when the text of an error names a status such as 500.
_NO_ANSWER = "the provider gave no answer"
_NOT_ASKED = (httpx.ConnectError, httpx.ConnectTimeout)
_PAUSE_SECONDS = 1.0
_MAX_REQUEST = 32 * 2**20
_MAX_ANSWER = 64 * 2**20


class Relay(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, proxy: "MeteringProxy", *args: Any) -> None:
        self._proxy = proxy
        super().__init__(*args)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: a request may hold what must not be logged."""

    def do_GET(self) -> None:
        if not self._known():
            self._refuse(401, "unknown key")
        elif self.path.partition("?")[0] != f"{PREFIX}/models":
            self._refuse(404, "not proxied")
        else:
            self._list()

    def do_POST(self) -> None:
        body, case = self._body(), self._proxy.case_of(self._sessions())
        if not self._known():
            self._refuse(401, "unknown key")
        elif self.path.partition("?")[0] != f"{PREFIX}/chat/completions":
            self._refuse(404, "not proxied")
        elif case is None:
            self._refuse(400, "no case is open for this session")
        elif body is None:
            self._refuse(400, "the body is no JSON object, or it is too large")
        else:
            self._complete(case, body)

    def _body(self) -> dict[str, Any] | None:
        size = self.headers.get("content-length") or ""
        if not size.isdecimal() or int(size) > _MAX_REQUEST:
            self.close_connection = True
            return None
        try:
            body = json.loads(self.rfile.read(int(size)))
        except ValueError:
            return None
        return body if isinstance(body, dict) else None

    def _known(self) -> bool:
        given = self.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {self._proxy.key}".encode())

    def _sessions(self) -> list[str]:
        names = ("x-kilocode-taskid", "x-session-id", "x-kilocode-parent-taskid")
        given = [self.headers.get(name, "") for name in names]
        return [session.removeprefix("title-") for session in given if session]

    def _list(self) -> None:
        try:
            self._send(200, self._proxy.models())
        except (httpx.HTTPError, ValueError) as error:
            self._refuse(502, f"the provider's model list: {type(error).__name__}")

    def _complete(self, case: "OpenCase", body: dict[str, Any]) -> None:
        refusal = case.meter.admit(_effort(body))
        if refusal:
            self._refuse(400, refusal)
            return
        asked = {**body, "model": case.meter.model, **_with_usage(body)}
        try:
            status = self._pass_on(case, asked, again=False)
            if may_pass(status) and not case.upstream.dropped:
                time.sleep(_PAUSE_SECONDS)
                self._pass_on(case, asked, again=True)
        finally:
            case.meter.ended()

    def _pass_on(self, case: "OpenCase", body: dict[str, Any], *, again: bool) -> int:
        """The provider's status. A failure that may pass is told to the CLI the second time only,
        and as a 400, because the CLI itself would retry anything else for minutes."""
        try:
            answer = case.upstream.complete(body)
        except httpx.HTTPError as error:
            case.meter.answered(0, again=again)
            if not isinstance(error, _NOT_ASKED):
                case.meter.used(None)
            if again:
                self._refuse(400, _NO_ANSWER)
            return 0
        with closing(answer):
            status = answer.status_code
            case.meter.answered(status, again=again)
            if status < 400:
                self._stream(case.meter, answer)
            elif again or not may_pass(status):
                self._refuse(400, _NO_ANSWER)
            return status

    def _stream(self, meter: CaseMeter, answer: httpx.Response) -> None:
        kind = answer.headers.get("content-type", "application/json")
        reader = UsageReader(stream="event-stream" in kind)
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        try:
            self._copy(meter, answer, reader)
        except httpx.HTTPError:
            meter.broke(0)
            self.close_connection = True
        except OSError:
            # The CLI was aborted: leaving closes the upstream call, so that it is not paid for.
            self.close_connection = True
        finally:
            reader.end()
            meter.used(reader.usage)

    def _copy(self, meter: CaseMeter, answer: httpx.Response, reader: UsageReader) -> None:
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
        self._chunk(b"")

    def _chunk(self, piece: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.flush()

    def _refuse(self, status: int, why: str) -> None:
        error = {"message": f"benchmark proxy: {why}", "code": status}
        self._send(status, json.dumps({"error": error}).encode())

    def _send(self, status: int, body: bytes) -> None:
        with suppress(OSError):
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)


def _with_usage(body: dict[str, Any]) -> dict[str, Any]:
    """Asks for usage as OpenRouter wants it, and as OpenAI and most servers do for a stream."""
    streamed = {"stream_options": {"include_usage": True}} if body.get("stream") else {}
    return {"usage": {"include": True}, **streamed}


def _effort(body: dict[str, Any]) -> str | None:
    reasoning = body.get("reasoning")
    found = reasoning.get("effort") if isinstance(reasoning, dict) else None
    effort = found or body.get("reasoning_effort")
    return effort if isinstance(effort, str) else None
