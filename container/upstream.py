"""Reach the provider over connections that belong to one case."""

import select
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any

import httpx

from adapters.aws.secrets import ProviderSecret
from adapters.provider.listing import Row, rows_of

SILENCE_SECONDS = 60.0  # chosen
_CONNECTED = ("connection.connect_tcp.complete", "connection.start_tls.complete")


class Upstream:
    """The connections to the provider. `drop` ends every call at once, also one without an answer
    yet: a generation that nothing waits for would still be billed. A provider that sends nothing
    for `silence` seconds counts as unreachable. Thread-safe."""

    def __init__(
        self, provider: ProviderSecret, trust: ssl.SSLContext, silence: float = SILENCE_SECONDS
    ) -> None:
        self._client = httpx.Client(
            base_url=provider.base_url.rstrip("/"),
            headers={"authorization": f"Bearer {provider.api_key}"},
            timeout=httpx.Timeout(silence, connect=5.0),
            verify=trust,
        )
        self._sockets: list[socket.socket] = []
        self.dropped = False
        self._lock = threading.Lock()

    def models(self) -> list[Row]:
        """Return the models that the provider lists. Raises httpx.HTTPError, ValueError."""
        return rows_of(self._client.get("/models").raise_for_status().content)

    def complete(self, body: dict[str, Any]) -> httpx.Response:
        """Return the answer, still streaming. Raises httpx.HTTPError."""
        watched = {"trace": self._note}
        request = self._client.build_request(
            "POST", "/chat/completions", json=body, extensions=watched
        )
        try:
            return self._client.send(request, stream=True)
        except RuntimeError as error:
            raise httpx.ConnectError(str(error)) from error

    def drop(self) -> None:
        with self._lock:
            self.dropped = True
            for each in self._sockets:
                _shut(each)

    def close(self) -> None:
        self._client.close()

    def _note(self, event: str, info: dict[str, Any]) -> None:
        if event not in _CONNECTED:
            return
        opened = info["return_value"].get_extra_info("socket")
        with self._lock:
            self._sockets.append(opened)
            if self.dropped:
                _shut(opened)


def _shut(opened: socket.socket) -> None:
    # Closing alone would not wake a thread that waits for data.
    with suppress(OSError):
        opened.shutdown(socket.SHUT_RDWR)


def hung_up(connection: socket.socket) -> bool:
    """Return whether the other side has closed a connection from which nothing more is read."""
    readable, _, _ = select.select([connection], [], [], 0)
    try:
        return bool(readable) and not connection.recv(1, socket.MSG_PEEK)
    except OSError:
        return True
