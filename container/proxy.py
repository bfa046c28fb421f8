"""The metering proxy: it alone knows the provider's credential, and it counts every call."""

import hmac
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from adapters.secrets import ProviderSecret
from container.meter import CaseMeter
from container.usage import UsageReader

PREFIX = "/api/openrouter"
_EFFORTS = ("minimal", "low", "medium", "high")
# The CLI retries for seconds when the text of an error names a status such as 500.
_NO_ANSWER = "the provider gave no answer"
_RETRIED = (0, 429, 500, 502, 503, 504)
_PAUSE_SECONDS = 1.0
_MAX_REQUEST = 32 * 2**20
_TIMEOUT = httpx.Timeout(300.0, connect=5.0)


class MeteringProxy:
    """Loopback only. Serves the model list and chat completions of registered sessions, with the
    model pinned; whatever else the CLI asks for does not exist. `key` opens nothing but this."""

    def __init__(self, provider: ProviderSecret) -> None:
        self.key = f"case-{secrets.token_urlsafe(24)}"
        self._upstream = httpx.Client(
            base_url=str(provider.base_url).rstrip("/"),
            headers={"authorization": f"Bearer {provider.api_key.get_secret_value()}"},
            timeout=_TIMEOUT,
        )
        self._cases: dict[str, CaseMeter] = {}
        self._models: bytes | None = None
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), partial(_Handler, self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "MeteringProxy":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._upstream.close()

    @contextmanager
    def metered(self, session: str, meter: CaseMeter) -> Iterator[None]:
        """Calls of this CLI session belong to `meter`; afterwards they are refused."""
        with self._lock:
            self._cases[session] = meter
        try:
            yield
        finally:
            with self._lock:
                del self._cases[session]

    @contextmanager
    def sole(self, meter: CaseMeter) -> Iterator[None]:
        """All calls without a registered session belong to `meter`: one CLI run, one case."""
        with self.metered("", meter):
            yield

    def case_of(self, sessions: list[str]) -> CaseMeter | None:
        with self._lock:
            return next((self._cases[s] for s in [*sessions, ""] if s in self._cases), None)

    def models(self) -> bytes:
        """The provider's list, with the effort variants that the CLI would not know of."""
        with self._lock:
            if self._models is None:
                answer = self._upstream.get("/models").raise_for_status()
                rows = [_with_variants(row) for row in answer.json()["data"]]
                self._models = json.dumps({"data": rows}).encode()
            return self._models

    def open(self, body: dict[str, Any]) -> httpx.Response:
        """The provider's answer, still streaming. Raises httpx.HTTPError."""
        request = self._upstream.build_request("POST", "/chat/completions", json=body)
        return self._upstream.send(request, stream=True)


def _with_variants(row: dict[str, Any]) -> dict[str, Any]:
    supported = row.get("supported_parameters") or []
    named = {"name": row["id"], "context_length": 128_000, **row}
    named["supported_parameters"] = [*dict.fromkeys([*supported, "tools"])]
    if "reasoning" in supported:
        variants = {e: {"reasoning": {"enabled": True, "effort": e}} for e in _EFFORTS}
        named["opencode"] = {"variants": variants}
    return named


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A CLI that hangs up is no event."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, proxy: MeteringProxy, *args: Any) -> None:
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
        size = int(self.headers.get("content-length") or 0)
        raw = self.rfile.read(min(size, _MAX_REQUEST))
        meter = self._proxy.case_of(self._sessions())
        if not self._known():
            self._refuse(401, "unknown key")
        elif self.path.partition("?")[0] != f"{PREFIX}/chat/completions":
            self._refuse(404, "not proxied")
        elif meter is None or size > _MAX_REQUEST:
            self._refuse(400, "no case is open for this session, or the request is too large")
        else:
            self._complete(meter, json.loads(raw))

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
        except (httpx.HTTPError, ValueError, KeyError) as error:
            self._refuse(502, f"the provider's model list: {type(error).__name__}")

    def _complete(self, meter: CaseMeter, body: dict[str, Any]) -> None:
        reasoning = body.get("reasoning") or {}
        refusal = meter.admit(reasoning.get("effort") or body.get("reasoning_effort"))
        if refusal:
            self._refuse(400, refusal)
            return
        asked = {**body, "model": meter.model, "usage": {"include": True}}
        status = self._pass_on(meter, asked, last=False)
        if status in _RETRIED:
            time.sleep(_PAUSE_SECONDS)
            self._pass_on(meter, asked, last=True)

    def _pass_on(self, meter: CaseMeter, body: dict[str, Any], *, last: bool) -> int:
        """The provider's status. A failure that may pass is told to the CLI on the last try only,
        and as a 400, because the CLI itself would retry anything else for minutes."""
        try:
            answer = self._proxy.open(body)
        except httpx.HTTPError:
            meter.answered(0)
            if last:
                self._refuse(400, _NO_ANSWER)
            return 0
        with closing(answer):
            status = answer.status_code
            meter.answered(status)
            if status < 400:
                self._stream(meter, answer)
            elif last or status not in _RETRIED:
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
            for piece in answer.iter_bytes():
                reader.feed(piece)
                self._chunk(piece)
            self._chunk(b"")
        except httpx.HTTPError:
            meter.answered(0)
            self.close_connection = True
        except OSError:
            # The CLI was aborted: leaving closes the upstream call, so that it is not paid for.
            self.close_connection = True
        finally:
            meter.used(reader.usage)

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
