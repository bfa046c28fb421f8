"""Serve as the metering proxy of one case: it counts every call and alone reaches the provider."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from typing import Any

from adapters.aws.secrets import ProviderSecret
from adapters.provider.optional import Optional
from container.access import Access, OpenCase
from container.meter import CaseMeter
from container.models import ModelList
from container.relay import Relay
from container.sandbox.processes import owner
from container.upstream import SILENCE_SECONDS, Upstream

_IDLE_SECONDS = 1.0  # chosen: an answer passes its end by then
_MOST_CONNECTIONS = 16  # chosen: more than a CLI needs


class MeteringProxy:
    """A server on loopback, at a port of its own, for one CLI. It serves the model list and, while
    a case is open, chat completions with the model pinned; every other path is unknown."""

    def __init__(
        self,
        provider: ProviderSecret,
        models: ModelList,
        trust: ssl.SSLContext,
        optional: Optional,
    ) -> None:
        self._provider, self._trust = provider, trust
        self.access = Access(models, optional)
        self._server = _Server(self.access)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def key(self) -> str:
        return self.access.key

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @contextmanager
    def metered(self, meter: CaseMeter) -> Iterator[None]:
        """Count calls with `meter` until the block ends. From then on calls are refused, none runs,
        and the meter does not change."""
        silence = min(SILENCE_SECONDS, meter.limits.timeout / 3)
        case = OpenCase(meter, Upstream(self._provider, self._trust, silence))
        self.access.case = case
        try:
            yield
        finally:
            self.access.case = None
            _end(case)


def _end(case: OpenCase) -> None:
    """End the case; its last answer may still be passing its end."""
    case.meter.wait_idle(_IDLE_SECONDS)
    case.meter.close()
    case.upstream.drop()
    case.meter.wait_idle(_IDLE_SECONDS)
    case.upstream.close()


class _Server(ThreadingHTTPServer):
    """A server for one user. Any user of the machine can reach a loopback port: the kernel's list
    tells which one connects. The number of its connections is limited."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, access: Access) -> None:
        self._access, self._places = access, threading.BoundedSemaphore(_MOST_CONNECTIONS)
        super().__init__(("127.0.0.1", 0), partial(Relay, access))

    def verify_request(self, request: Any, client_address: Any) -> bool:
        uid = self._access.uid
        return uid is None or owner(client_address[1], self.server_port) == uid

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a CLI that hangs up."""
