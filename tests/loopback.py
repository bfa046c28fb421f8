"""Serve on loopback for as long as a block lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@contextmanager
def listening(
    handler: type[BaseHTTPRequestHandler],
    server: type[ThreadingHTTPServer] = ThreadingHTTPServer,
) -> Iterator[str]:
    """Yield the base URL of a server that answers with `handler`, until the block ends."""
    running = server(("127.0.0.1", 0), handler)
    Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{running.server_port}"
    finally:
        running.shutdown()
        running.server_close()
