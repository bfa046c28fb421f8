"""The metering proxy: it alone knows the provider's credential, and it counts every call."""

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from typing import Any

import httpx

from adapters.secrets import ProviderSecret
from container.meter import CaseMeter, cause_of
from container.relay import Relay
from container.upstream import SILENCE_SECONDS, Upstream
from contracts.failure import FailureCause

_EFFORTS = ("minimal", "low", "medium", "high")
_CONTEXT = 128_000
_SETTLE_SECONDS = 1.0


@dataclass(frozen=True)
class OpenCase:
    meter: CaseMeter
    upstream: Upstream


class MeteringProxy:
    """Loopback only. Serves the model list and chat completions of registered sessions, with the
    model pinned; whatever else the CLI asks for does not exist. `key` opens nothing but this."""

    def __init__(self, provider: ProviderSecret) -> None:
        self.key = f"case-{secrets.token_urlsafe(24)}"
        self._provider, self._trust = provider, httpx.create_ssl_context()
        self._cases: dict[str, OpenCase] = {}
        self._models: dict[str, dict[str, Any]] | None = None
        self._cases_lock, self._models_lock = threading.Lock(), threading.Lock()
        self._server = _Server(("127.0.0.1", 0), partial(Relay, self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "MeteringProxy":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @contextmanager
    def metered(self, session: str, meter: CaseMeter) -> Iterator[None]:
        """Calls of this CLI session belong to `meter`. Afterwards they are refused, none is under
        way any more, and the meter stands still."""
        silence = min(SILENCE_SECONDS, meter.limits.timeout / 3)
        case = OpenCase(meter, Upstream(self._provider, self._trust, silence))
        with self._cases_lock:
            self._cases[session] = case
        try:
            yield
        finally:
            with self._cases_lock:
                del self._cases[session]
            _end(case)

    @contextmanager
    def sole(self, meter: CaseMeter) -> Iterator[None]:
        """All calls without a registered session belong to `meter`: one CLI run, one case."""
        with self.metered("", meter):
            yield

    def case_of(self, sessions: list[str]) -> OpenCase | None:
        with self._cases_lock:
            return next((self._cases[s] for s in [*sessions, ""] if s in self._cases), None)

    def models(self) -> bytes:
        """The provider's list, with the effort variants that the CLI would not know of. Raises
        httpx.HTTPError, ValueError."""
        return json.dumps({"data": [*self._rows().values()]}).encode()

    def obstacle(self, model: str) -> FailureCause | None:
        """Why the CLI could not even begin to work with `model`. It asks for the list once, and
        takes a list that it did not get for an empty one."""
        try:
            return None if model in self._rows() else FailureCause.PROVIDER_REFUSED
        except httpx.HTTPStatusError as error:
            return cause_of(error.response.status_code)
        except (httpx.HTTPError, ValueError):
            return FailureCause.PROVIDER_ERROR

    def _rows(self) -> dict[str, dict[str, Any]]:
        with self._models_lock:
            if self._models is None:
                with closing(Upstream(self._provider, self._trust)) as upstream:
                    self._models = {row["id"]: _with_variants(row) for row in upstream.models()}
            return self._models


def _end(case: OpenCase) -> None:
    """The last answer of a finished case may still be passing its end."""
    case.meter.settle(_SETTLE_SECONDS)
    case.meter.close()
    case.upstream.drop()
    case.meter.settle(_SETTLE_SECONDS)
    case.upstream.close()


def _with_variants(row: dict[str, Any]) -> dict[str, Any]:
    supported = row.get("supported_parameters") or []
    given = {name: value for name, value in row.items() if value is not None}
    named = {"name": row["id"], "context_length": _CONTEXT, **given}
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
