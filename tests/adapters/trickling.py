"""Serve an origin on loopback that answers, or never ends."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from adapters.aws.secrets import ProviderSecret
from adapters.provider.client import Provider
from contracts.errors import ProviderFailure

REPLY = json.dumps({"choices": [{"message": {"content": "hi"}}], "data": []}).encode()
SECONDS, GUARD_SECONDS, PAUSE_SECONDS = 0.3, 15.0, 0.05
HEAD = b"HTTP/1.1 200 OK\r\n"
# What is sent at once, and what is sent again and again.
ENDLESS = {
    "silence": (b"", b""),
    "status": (b"", b"H"),
    "header": (HEAD + b"x: ", b"y"),
    "headers": (HEAD, b"x: y\r\n"),
    "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body": (HEAD + b"content-length: 1000000000000\r\n\r\n", b"y"),
    "rest": (HEAD + b"\r\n", b"y"),
    "chunks": (HEAD + b"transfer-encoding: chunked\r\n\r\n", b"1\r\ny\r\n"),
    "chunk_size": (HEAD + b"transfer-encoding: chunked\r\n\r\n", b"0"),
    "trailer": (HEAD + b"transfer-encoding: chunked\r\n\r\n0\r\n", b"x: y\r\n"),
}


@dataclass
class Origin:
    """An origin. `endless` names how it never ends; with None it answers. With `trust` it speaks
    TLS; with `hello` it sends a byte of the handshake at a time. `raw` is sent in place of an
    answer. `accepted` counts connections."""

    endless: str | None = None
    hurried: bool = False
    trust: ssl.SSLContext | None = None
    hello: bool = False
    raw: bytes | None = None
    accepted: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    listening: socket.socket = field(default_factory=socket.socket)

    @property
    def secret(self) -> ProviderSecret:
        name = "https" if self.trust or self.hello else "http"
        port = self.listening.getsockname()[1]
        return ProviderSecret(base_url=f"{name}://localhost:{port}/v1", api_key="k")

    @property
    def provider(self) -> Provider:
        return Provider(self.secret.base_url, "k")

    def serve(self) -> None:
        while not self.over.is_set():
            with suppress(TimeoutError, OSError):
                client, _ = self.listening.accept()
                self.accepted += 1
                client.settimeout(20)
                threading.Thread(target=self._met, args=(client,), daemon=True).start()

    def _met(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            if self.hello:
                # A record of the handshake that is announced as long, and never complete.
                self._drip(client, b"\x16\x03\x03\x40\x00", b"\x02")
            if self.trust is None:
                self._talk(client)
            else:
                with self.trust.wrap_socket(client, server_side=True) as secured:
                    self._talk(secured)

    def _talk(self, client: socket.socket) -> None:
        while _asked(client):
            if self.endless is not None:
                self._drip(client, *ENDLESS[self.endless])
            if self.raw is not None:
                client.sendall(self.raw)
                return
            head = HEAD + f"content-length: {len(REPLY)}\r\n\r\n".encode()
            client.sendall(head + REPLY)

    def _drip(self, client: socket.socket, first: bytes, again: bytes) -> None:
        """Send bytes until the other side has gone, or the test is over."""
        client.sendall(first)
        while not self.over.wait(0 if self.hurried else PAUSE_SECONDS):
            client.sendall(again * (1000 if self.hurried else 1))
        raise ConnectionAbortedError


def _asked(client: socket.socket) -> bool:
    """Return whether a whole request has come."""
    text = b""
    while b"\r\n\r\n" not in text:
        more = client.recv(2**16)
        if not more:
            return False
        text += more
    head, _, body = text.partition(b"\r\n\r\n")
    sizes = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    left = (int(sizes[0].partition(b":")[2]) if sizes else 0) - len(body)
    while left > 0:
        left -= len(client.recv(2**16))
    return True


@contextmanager
def serving(**how: object) -> Iterator[Origin]:
    found = Origin(**how)  # type: ignore[arg-type]
    found.listening.bind(("127.0.0.1", 0))
    found.listening.listen(128)
    found.listening.settimeout(0.2)
    thread = threading.Thread(target=found.serve)
    thread.start()
    try:
        yield found
    finally:
        found.over.set()
        thread.join()
        found.listening.close()


@contextmanager
def unreachable() -> Iterator[ProviderSecret]:
    """Yield a provider at a port whose queue is full: a connection gets no answer."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        at = full.getsockname()
        waiting = [socket.socket() for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(at)
        yield ProviderSecret(base_url=f"http://localhost:{at[1]}/v1", api_key="k")
        for each in waiting:
            each.close()


def failure(step: Callable[[], object]) -> ProviderFailure:
    """Return the failure of a step; fail if the step does not end."""
    found: list[BaseException] = []

    def run() -> None:
        try:
            step()
        except BaseException as error:
            found.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(GUARD_SECONDS)
    assert not thread.is_alive(), "it goes on"
    (error,) = found
    assert isinstance(error, ProviderFailure)
    return error
