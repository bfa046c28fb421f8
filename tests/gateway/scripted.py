"""Answer as a test says, on loopback, and keep what was asked: as a provider or as `/decide`."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

JSON = (("content-type", "application/json"),)
STREAM = (("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "private"))
CUT = None
Part = bytes | float | None


@dataclass(frozen=True)
class Asked:
    """A request as it arrived. `headers` have lower-case names."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for known, value in self.headers if known == name]

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What is sent, part by part: bytes as one chunk, a number as a pause in seconds, `CUT` as the
    end of the connection. `wait` is a pause before all of it; then, with `drop`, nothing is sent.
    """

    parts: tuple[Part, ...] = (b"{}",)
    status: int = 200
    headers: tuple[tuple[str, str], ...] = JSON
    wait: float = 0.0
    drop: bool = False

    @property
    def head(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status} Said", *(f"{n}: {v}" for n, v in self.headers)]
        return "\r\n".join([*lines, "transfer-encoding: chunked", "", ""]).encode("latin-1")


# Without a connection that is left for the requests of a test.
LISTED = Answer((b'{"data":[{"id":"m/listed"}]}',), headers=(*JSON, ("connection", "close")))
Script = Callable[[Asked], Answer]


@dataclass
class Scripted:
    """A server that runs `script`, and answers a GET with `listed`. `asked` and `read` are what it
    was sent by POST and GET, `gone` the times at which a client left too early; `waiting` counts
    the answers that are under way.
    """

    script: Script
    listed: Answer
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    read: list[Asked] = field(default_factory=list)
    gone: list[float] = field(default_factory=list)
    waiting: int = 0
    ready: threading.Event = field(default_factory=threading.Event)
    stop: Callable[[], object] = field(default=lambda: None)

    async def serve(self) -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self.stop = lambda: loop.call_soon_threadsafe(stopped.set)
        self.ready.set()
        await stopped.wait()
        server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (asked := await _asked(reader)) and await self._said(asked, reader, writer):
                pass
        except OSError:
            return
        finally:
            writer.close()

    async def _said(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer; return whether the connection goes on."""
        posted = asked.method == "POST"
        (self.asked if posted else self.read).append(asked)
        answer = self.script(asked) if posted else self.listed
        self.waiting += 1
        try:
            return await self._sent(answer, reader, writer)
        except OSError:
            self.gone.append(time.monotonic())
            return False
        finally:
            self.waiting -= 1

    async def _sent(
        self, answer: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        await _paused(reader, answer.wait)
        if answer.drop:
            return False
        writer.write(answer.head)
        for part in answer.parts:
            if part is CUT:
                return False
            if isinstance(part, float):
                await _paused(reader, part)
                continue
            writer.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
            await writer.drain()
        writer.write(b"0\r\n\r\n")
        return True


async def _paused(reader: asyncio.StreamReader, seconds: float) -> None:
    """Wait. Raises ConnectionError as soon as the client leaves."""
    try:
        async with asyncio.timeout(seconds):
            if await reader.read(1) == b"":
                raise ConnectionResetError
    except TimeoutError:
        return


async def _asked(reader: asyncio.StreamReader) -> Asked | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.strip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = [(n.lower(), v.strip()) for n, _, v in (line.partition(":") for line in lines)]
    length = int(dict(headers).get("content-length", 0))
    return Asked(method, target, headers, await reader.readexactly(length))


@contextmanager
def scripted(script: Script, listed: Answer = LISTED) -> Iterator[Scripted]:
    """Serve on a free port until the block ends."""
    found = Scripted(script, listed)
    thread = threading.Thread(target=lambda: asyncio.run(found.serve()), daemon=True)
    thread.start()
    assert found.ready.wait(10)
    try:
        yield found
    finally:
        found.stop()
        thread.join(10)
