"""Commands to a real Valkey server, and what a broken one gives."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from unittest.mock import patch

import pytest
import trustme

from adapters.hot_path import valkey
from adapters.hot_path.cache import Cache
from adapters.hot_path.valkey import ValkeyFailure, ask


def test_commands_are_answered(valkey_url: str) -> None:
    assert ask(valkey_url, "SET", "some", "wört", seconds=1) == "OK"
    assert ask(valkey_url, "GET", "some", seconds=1) == "wört"
    assert ask(valkey_url, "SET", "some", "x", "NX", seconds=1) is None
    assert ask(valkey_url, "DEL", "some", seconds=1) == 1
    assert ask(valkey_url, "GET", "some", seconds=1) is None


def test_a_megabyte_comes_back_whole(valkey_url: str) -> None:
    text = "0123456789abcdef" * 2**16
    ask(valkey_url, "SET", "large", text, seconds=1)
    assert ask(valkey_url, "GET", "large", seconds=1) == text


def test_what_the_server_refuses_is_a_failure(valkey_url: str) -> None:
    ask(valkey_url, "SET", "word", "x", seconds=1)
    with pytest.raises(ValkeyFailure, match="WRONGTYPE"):
        ask(valkey_url, "LPUSH", "word", "y", seconds=1)


@contextmanager
def server(reply: bytes, trust: ssl.SSLContext | None = None) -> Iterator[int]:
    """Answer any command with `reply`, once, and hang up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            plain, _ = listening.accept()
            with plain:
                try:
                    with trust.wrap_socket(plain, server_side=True) if trust else plain as one:
                        one.recv(1000)
                        one.sendall(reply)
                except OSError:
                    pass

        Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]


@pytest.mark.parametrize("reply", [b"", b"$100\r\nabc", b"HTTP/1.1 400\r\n\r\n"])
def test_a_broken_reply_is_a_failure_and_to_the_cache_a_miss(reply: bytes) -> None:
    with server(reply) as port, pytest.raises((ValkeyFailure, OSError)):
        ask(f"valkey://127.0.0.1:{port}", "GET", "some", seconds=1)
    with server(reply) as port:
        assert Cache(f"valkey://127.0.0.1:{port}/0").get("some") is None


def test_a_reply_that_trickles_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def trickle() -> None:
            one, _ = listening.accept()
            with one, suppress(OSError):
                one.sendall(b"$100\r\n")
                while True:
                    time.sleep(0.05)
                    one.sendall(b"x")

        Thread(target=trickle, daemon=True).start()
        url = f"valkey://127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(TimeoutError, match="trickles"):
            ask(url, "GET", "some", seconds=0.2)


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_elasticache_is_asked_over_tls_and_its_certificate_is_looked_at() -> None:
    authority = trustme.CA()
    mine = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(mine)
    with (
        patch.object(valkey, "_trust", lambda: trusting(authority)),
        server(b"+PONG\r\n", mine) as port,
    ):
        assert ask(f"valkeys://localhost:{port}/0", "PING", seconds=1) == "PONG"
    with server(b"+PONG\r\n", mine) as port, pytest.raises(ssl.SSLCertVerificationError):
        ask(f"valkeys://localhost:{port}/0", "PING", seconds=1)
