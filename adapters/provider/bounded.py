"""Make HTTP calls that end: with one limit for the whole call, and an answer of a limited size.

Elsewhere a timeout is one between two bytes. A server that sends a byte now and then never reaches
it: neither while addresses are tried, nor in headers, nor in a body."""

import socket
import ssl
import time
from functools import cache
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, Retry, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
)
from urllib3.response import BaseHTTPResponse
from urllib3.util.ssl_ import create_urllib3_context

from contracts.errors import AutoRoutingError

_CONNECT_SECONDS = 3.0  # chosen
_CHUNK = 2**16


class TooLong(AutoRoutingError, HTTPError):
    """The answer has more bytes than allowed."""


class _Socket(socket.socket):
    """A socket whose timeout counts for all that follows until the next is set."""

    _until: float | None = None

    def settimeout(self, value: float | None, /) -> None:
        self._until = None if value is None else time.monotonic() + value
        super().settimeout(value)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self._shorten()
        return super().recv_into(*args, **kwargs)

    def sendall(self, *args: Any, **kwargs: Any) -> None:
        self._shorten()
        super().sendall(*args, **kwargs)

    def _shorten(self) -> None:
        if self._until is not None:
            super().settimeout(_left(self._until))


class _SecureSocket(_Socket, ssl.SSLSocket):
    pass


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left


class _Dialled(HTTPConnection):
    """A connection whose `timeout` covers name, connection, TLS and sending together; the look-up
    of the name alone has a limit of its own."""

    def connect(self) -> None:
        until = time.monotonic() + (self.timeout or _CONNECT_SECONDS)
        super().connect()
        self.timeout = max(0.0, until - time.monotonic())

    def _new_conn(self) -> socket.socket:
        until = time.monotonic() + (self.timeout or _CONNECT_SECONDS)
        try:
            return self._dial(until)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"{self.host}: no connection in time") from error
        except OSError as error:
            raise NewConnectionError(self, f"{self.host}: {error}") from error

    def _dial(self, until: float) -> socket.socket:
        """Return a connection to the first address of the host that answers. Raises OSError."""
        failure = OSError("no address")
        host = self._dns_host.strip("[]")
        for *kind, _, address in socket.getaddrinfo(host, self.port, type=socket.SOCK_STREAM):
            try:
                return self._reach(_Socket(*kind), address, until)
            except OSError as error:
                failure = error
        raise failure

    def _reach(self, found: _Socket, address: Any, until: float) -> socket.socket:
        try:
            for option in self.socket_options or ():
                found.setsockopt(*option)
            found.settimeout(_left(until))
            found.connect(address)
            found.settimeout(_left(until))
        except OSError:
            found.close()
            raise
        return found


class _Secured(_Dialled, HTTPSConnection):
    def connect(self) -> None:
        self.ssl_context = self.ssl_context or _trust()
        super().connect()


@cache
def _trust() -> ssl.SSLContext:
    """Return the TLS context, made once in a process: reading the authorities takes 30 ms."""
    found = create_urllib3_context()
    found.load_default_certs()
    found.sslsocket_class = _SecureSocket
    return found


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Dialled


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secured


def pool(size: int, headers: dict[str, str], retries: Retry) -> PoolManager:
    """Return a pool that keeps `size` connections to a host; for use with `limit` and `body`."""
    made = PoolManager(maxsize=size, headers=headers, retries=retries)
    made.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return made


def limit(seconds: float) -> Timeout:
    """Return the limit of a whole call, of which connecting may take three seconds."""
    return Timeout(connect=min(_CONNECT_SECONDS, seconds), total=seconds)


def body(answer: BaseHTTPResponse, most: int) -> bytes:
    """Return the bytes of an answer that is not loaded yet, as they were sent, compressed or not.
    Raises TooLong, and what reading raises; then the connection is closed."""
    found = bytearray()
    try:
        while part := answer.read(_CHUNK, decode_content=False):
            found += part
            if len(found) > most:
                raise TooLong(f"more than {most} bytes")
    finally:
        answer.close()
    return bytes(found)
