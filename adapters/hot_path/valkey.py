"""Send one command to a Valkey server, over a connection of its own.

No connection is kept: a frozen process sleeps longer than servers keep idle ones, and SnapStart
restores none. The protocol is libvalkey's; valkey-py would add a sixth to the cold start (ADR
17)."""

import socket
import ssl
import time
from functools import cache
from urllib.parse import urlsplit

from libvalkey import LibvalkeyError, Reader, pack_command

from contracts.errors import Transient

_PORT = 6379  # Valkey's default
_CHUNK = 2**16


class ValkeyFailure(Transient):
    """The server refused the command, or closed the connection within its reply."""


def ask(url: str, *command: str, seconds: float) -> str | int | None:
    """Return the reply of the server at `valkey://host:port`, or `valkeys://` with TLS. It may
    pause for `seconds` between two bytes, and take four times as long as a whole. Raises OSError,
    ValkeyFailure."""
    at = urlsplit(url)
    host = at.hostname or "localhost"
    with socket.create_connection((host, at.port or _PORT), seconds) as plain:
        if at.scheme != "valkeys":
            return _told(plain, command, 4 * seconds)
        with _trust().wrap_socket(plain, server_hostname=host) as secured:
            return _told(secured, command, 4 * seconds)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _told(server: socket.socket, command: tuple[str, ...], seconds: float) -> str | int | None:
    until = time.monotonic() + seconds
    server.sendall(pack_command(command))
    reader = Reader(encoding="utf-8", errors="replace")
    try:
        while (reply := reader.gets()) is False:
            received = server.recv(_CHUNK)
            if time.monotonic() > until:
                raise TimeoutError("the reply trickles")
            if not received:
                raise ValkeyFailure("the connection ended")
            reader.feed(received)
    except LibvalkeyError as error:
        raise ValkeyFailure("no Valkey reply") from error
    if isinstance(reply, Exception):
        raise ValkeyFailure(str(reply))
    return reply  # type: ignore[no-any-return]
