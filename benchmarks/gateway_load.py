"""Load for a front or another proxy, and what it costs them: requests, streams, disconnects."""

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlsplit

import aiohttp

from benchmarks.gateway_stage import FRAME, PAUSE, Stage, bare, body_of, cpu, rss, sockets
from contracts.classification import ApiKind
from gateway.incoming import Caller, Incoming
from tests.gateway.running import KEY, VIRTUAL

CHAT = "/v1/chat/completions"
_BATCH = 20
_SETTLE_SECONDS = 0.02  # what a proxy still does after its answer
Ask = Callable[[], Awaitable[float]]


@dataclass(frozen=True)
class Proxy:
    """A proxy that is measured: its URL without `/v1`, its process, the model to ask for, and a key
    of its own.
    """

    url: str
    pid: int
    model: str = VIRTUAL
    key: str = KEY


@dataclass
class Taken:
    """What a way took: ms until the first byte, and per batch the ms of CPU a request."""

    ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)


def client() -> aiohttp.ClientSession:
    timeout = aiohttp.ClientTimeout(total=None)
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout)


def asking(session: aiohttp.ClientSession, url: str, key: str, body: bytes) -> Ask:
    """Return what asks once, and returns the ms until the first byte."""
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}

    async def ask() -> float:
        began = time.perf_counter()
        async with session.post(url, data=body, headers=headers) as found:
            assert found.status == 200, await found.text()
            await found.content.readany()
            took = (time.perf_counter() - began) * 1000
            await found.read()
            return took

    return ask


def decide_body(body: bytes) -> bytes:
    """Return what a front asks of `/decide` for a request."""
    incoming = Incoming(ApiKind.CHAT_COMPLETIONS, json.loads(body), body, Caller("u-1"))
    return incoming.asked(incoming.reduced(()), None, 2_000).wire_json().encode()


async def ways(asks: dict[str, tuple[Ask, int]], count: int) -> dict[str, Taken]:
    """Ask each way in turns, so that what else runs on the machine falls on all of them. The CPU is
    that of the process named with each.
    """
    found = {name: Taken() for name in asks}
    for _ in range(count // _BATCH):
        for name, (ask, pid) in asks.items():
            before = cpu(pid)
            found[name].ms += [await ask() for _ in range(_BATCH)]
            await asyncio.sleep(_SETTLE_SECONDS)
            found[name].cpu_ms.append((cpu(pid) - before) * 1000 / _BATCH)
    return found


async def added(stage: Stage, size: int, count: int) -> dict[str, Taken]:
    """Return what `count` requests of `size` bytes took: to the provider itself (`direct`), to
    `/decide` itself with what the front asks (`decide`), as another model, and routed; and to a
    bare front, which asks the same of both (`bare other`, `bare routed`).
    """
    routed, other = body_of(VIRTUAL, size), body_of("v/other", size)
    asked = decide_body(routed)
    async with client() as session:
        with bare(stage, asked) as (url, pid):
            asks = {
                "direct": (asking(session, f"{stage.provider}{CHAT}", KEY, other), pid),
                "decide": (asking(session, f"{stage.provider}/decide", KEY, asked), pid),
                "other": (asking(session, f"{stage.front}{CHAT}", KEY, other), stage.pid),
                "routed": (asking(session, f"{stage.front}{CHAT}", KEY, routed), stage.pid),
                "bare other": (asking(session, f"{url}{CHAT}", KEY, other), pid),
                "bare routed": (asking(session, f"{url}{CHAT}", KEY, routed), pid),
            }
            return await ways(asks, count)


@dataclass
class Streamed:
    """What streams took. `memory` is in MiB, sampled each second."""

    frames: int
    lost: int
    cpu_us: float
    memory: list[float]


async def streams(proxy: Proxy, count: int, seconds: float) -> Streamed:
    """Read `count` streams of 10 frames a second at a time. CPU is that between the seconds in
    which they begin and end.
    """
    frames = round(seconds / PAUSE)
    body = body_of(proxy.model, 8_000, frames)
    headers = {"authorization": f"Bearer {proxy.key}", "content-type": "application/json"}
    seen = 0

    async def one(session: aiohttp.ClientSession) -> None:
        nonlocal seen
        rest = b""
        async with session.post(f"{proxy.url}{CHAT}", data=body, headers=headers) as found:
            async for chunk in found.content.iter_any():
                rest += chunk
                seen += rest.count(b"\n\n")
                rest = rest.rpartition(b"\n\n")[2]

    async with client() as session:
        reading = asyncio.gather(*(one(session) for _ in range(count)))
        memory, edge = [], min(5.0, seconds * 0.1)
        await asyncio.sleep(edge)
        began, spent, at = time.monotonic(), cpu(proxy.pid), seen
        while time.monotonic() - began < seconds - 2 * edge:
            await asyncio.sleep(1)
            memory.append(rss(proxy.pid))
        used = 1e6 * (cpu(proxy.pid) - spent) / max(1, seen - at)
        await reading
        memory.append(rss(proxy.pid))
    return Streamed(seen, count * (frames + 1) - seen, used, memory)


@dataclass(frozen=True)
class Figures:
    """What a proxy uses: ms of CPU a request of 100 kB, µs a frame."""

    cpu_ms: float
    cpu_us: float


async def compare(proxy: Proxy, count: int = 200, seconds: float = 15) -> Figures:
    """Return the CPU that a proxy uses for a request and for a frame. Its provider has to be
    `python -m benchmarks.gateway provider PORT`.
    """
    async with client() as session:
        ask = asking(session, f"{proxy.url}{CHAT}", proxy.key, body_of(proxy.model, 100_000))
        taken = await ways({"": (ask, proxy.pid)}, count)
    found = await streams(proxy, 100, seconds)
    return Figures(median(taken[""].cpu_ms), found.cpu_us)


@dataclass
class Left:
    """The ms until the provider's connection closed, by disconnect, and connections left over."""

    ms: list[float]
    sockets: int


async def disconnects(stage: Stage, count: int) -> Left:
    """Leave `count` requests, half of them before an answer begins, half within a stream."""
    before, found = sockets(stage.pid), []
    async with client() as session:
        for n in range(count):
            found.append(await _leave(session, stage, frames=100_000 * (n % 2)))
    await asyncio.sleep(1)
    return Left(found, max(0, sockets(stage.pid) - before))


async def _leave(session: aiohttp.ClientSession, stage: Stage, frames: int) -> float:
    at = urlsplit(stage.front)
    body = body_of(VIRTUAL, 1_000, frames)
    lines = [f"POST {CHAT} HTTP/1.1", f"host: {at.netloc}", f"authorization: Bearer {KEY}"]
    head = "\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode()
    known = len((await _seen(session, stage))[1])
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    writer.write(head + body)
    while not (await _seen(session, stage))[0]:
        await asyncio.sleep(0.002)
    if frames:
        await reader.readuntil(FRAME)
    left = time.monotonic()
    writer.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        writer.close()
        await writer.wait_closed()
    while len(gone := (await _seen(session, stage))[1]) == known:
        await asyncio.sleep(0.002)
    return (gone[-1] - left) * 1000


async def _seen(session: aiohttp.ClientSession, stage: Stage) -> tuple[int, list[float]]:
    async with session.get(f"{stage.provider}/left") as found:
        told = await found.json()
    return told["waiting"], told["left"]
