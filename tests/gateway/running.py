"""Run a real front on loopback, with a `/decide` that says what a test wants."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn

from contracts.decision import DecideResponse, Decision
from contracts.tier import Tier
from contracts.usage import UsageRow
from gateway.front import Front
from gateway.main import front_of
from gateway.settings import Secrets, Settings

KEY, DECIDE, UPSTREAM = "gw-key-of-user-1", "decide-secret", "upstream-key"
VIRTUAL = "kilo-auto/efficient"
SECRETS = Secrets(upstream_key=UPSTREAM, decide_secret=DECIDE, keys_by_user={"u-1": KEY})


@dataclass
class Kept:
    """A sink that keeps rows in memory."""

    rows: list[UsageRow] = field(default_factory=list)

    async def write(self, rows: Any) -> None:
        self.rows += rows


def decided(model: str, cost: float = 0.0, **more: Any) -> bytes:
    """Return what `/decide` answers when it chooses `model`."""
    found = Decision(
        model=model, tier=Tier.LOW, table_version="v1", reasoning_effort=None, sticky=False, **more
    )
    answer = DecideResponse(
        cost=cost, decision=found, classifier_result=None, reason="cheapest_meeting_the_bar"
    )
    return answer.wire_json().encode()


@dataclass
class Running:
    """A front that runs, with the rows that it wrote."""

    url: str
    front: Front
    kept: Kept
    client: httpx.Client

    def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {"authorization": f"Bearer {KEY}", "content-type": "application/json"}
        return self.client.post(f"{self.url}{path}", content=content, headers={**named, **headers})

    def get(self, path: str, **headers: str) -> httpx.Response:
        named = {"authorization": f"Bearer {KEY}", **headers}
        return self.client.get(f"{self.url}{path}", headers=named)

    @contextmanager
    def asked(self, path: str, body: Any, missing: int = 0) -> Iterator[socket.socket]:
        """Send a request, but for its last bytes, and leave when the block ends."""
        host, _, port = self.url.removeprefix("http://").partition(":")
        content = json.dumps(body).encode()
        lines = [f"POST {path} HTTP/1.1", f"host: {host}", f"authorization: Bearer {KEY}"]
        head = "\r\n".join([*lines, f"content-length: {len(content) + missing}", "", ""])
        with socket.create_connection((host, int(port)), 30) as connection:
            connection.sendall(head.encode() + content)
            yield connection

    def rows(self, count: int) -> list[UsageRow]:
        """Return the rows, as soon as there are `count`."""
        latest = time.monotonic() + 10
        while len(self.kept.rows) < count and time.monotonic() < latest:
            time.sleep(0.02)
        return list(self.kept.rows)


@contextmanager
def front(settings: Settings, secrets: Secrets = SECRETS) -> Iterator[Running]:
    """Serve on a free port until the block ends."""
    kept = Kept()
    app = front_of(settings, secrets, kept)
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, loop="uvloop", http="httptools", log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        with httpx.Client(timeout=30) as client:
            yield Running(f"http://127.0.0.1:{port}", app, kept, client)
    finally:
        server.should_exit = True
        thread.join(10)


def until(true: Callable[[], bool]) -> None:
    """Wait until it is true."""
    latest = time.monotonic() + 10
    while not true():
        assert time.monotonic() < latest
        time.sleep(0.01)
