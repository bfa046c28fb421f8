"""Measure what the gateway's front adds: `python -m benchmarks.gateway [SECONDS]`, a minute or two.

The provider and `/decide` are one process that answers at once, the front is another, and this one
asks both in turns: direct, through the front as another model, and routed. CPU is that of the
front's process, as the kernel counts it, in steps of 10 ms.
"""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

import aiohttp
import uvicorn

from local.process import free_port
from tests.gateway.running import KEY, VIRTUAL, decided

_ROUNDS, _STREAMS, _FRAMES, _PAUSE = 400, 100, 50, 0.1
_FRAME = b'data: {"choices":[{"index":0,"delta":{"content":"word"}}]}\n\n'
_END = b'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":9}}\n\n'
_TICKS = os.sysconf("SC_CLK_TCK")


async def provider(scope: Any, receive: Any, send: Any) -> None:
    """Answer as a provider, or as `/decide`, at once."""
    if scope["type"] != "http":
        return
    body = b""
    while (message := await receive()).get("more_body"):
        body += message["body"]
    body += message.get("body", b"")
    stream = b'"stream":true' in body[-200:]
    kind = b"text/event-stream" if stream else b"application/json"
    start = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]}
    await send(start)
    if scope["path"] == "/decide":
        await send({"type": "http.response.body", "body": decided("v/served")})
    elif stream:
        for _ in range(_FRAMES):
            await send({"type": "http.response.body", "body": _FRAME, "more_body": True})
            await asyncio.sleep(_PAUSE)
        await send({"type": "http.response.body", "body": _END})
    else:
        await send({"type": "http.response.body", "body": b'{"usage":{"prompt_tokens":9}}'})


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, int, int]]:
    """Start both processes; yield their ports and the front's pid."""
    port, upstream = free_port(), free_port()
    settings = {
        "upstreamUrl": f"http://127.0.0.1:{upstream}/v1",
        "decideUrl": f"http://127.0.0.1:{upstream}/decide",
        "fallbacks": [{"model": "v/fallback"}],
        "injectUsage": False,
    }
    (folder / "settings.json").write_text(json.dumps(settings))
    secrets = {"upstreamKey": "u", "decideSecret": "d", "callers": {KEY: "u-1"}}
    with ExitStack() as stack:
        mock = [sys.executable, "-m", "benchmarks.gateway", "provider", str(upstream)]
        stack.callback(subprocess.Popen(mock).kill)
        command = [sys.executable, "-m", "gateway.main", str(folder / "settings.json"), str(port)]
        root = Path(__file__).parents[1]
        env = {**os.environ, "PYTHONPATH": str(root)}
        front = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=folder, env=env)
        stack.callback(front.kill)
        assert front.stdin
        front.stdin.write(json.dumps(secrets).encode())
        front.stdin.close()
        for each in (upstream, port):
            _wait(each)
        yield port, upstream, front.pid


def _wait(port: int) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise TimeoutError(port)


def cpu(pid: int) -> float:
    """Return the seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def rss(pid: int) -> float:
    """Return the resident memory in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def body_of(model: str, size: int, *, stream: bool = False) -> bytes:
    text = "word " * (size // 5)
    turns = [
        {"role": "system", "content": "You are a coding agent."},
        {"role": "user", "content": "Fix the typo in README.md"},
        *(
            {"role": r, "content": text[: size // 20]}
            for _ in range(10)
            for r in ("assistant", "user")
        ),
    ]
    return json.dumps(
        {"model": model, "messages": turns, "stream": stream}, separators=(",", ":")
    ).encode()


async def measure(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as name, served(Path(name)) as (port, upstream, pid):
        async with aiohttp.ClientSession(
            headers={"authorization": f"Bearer {KEY}"}, connector=aiohttp.TCPConnector(limit=0)
        ) as client:
            ask = asker(client)
            for size in (8_000, 100_000, 1_000_000):
                await _requests(ask, port, upstream, pid, size)
            await _streams(client, port, pid, seconds)


def asker(client: aiohttp.ClientSession) -> Callable[[int, bytes], Awaitable[float]]:
    async def ask(port: int, body: bytes) -> float:
        """Return the ms until the first byte."""
        began = time.perf_counter()
        async with client.post(f"http://127.0.0.1:{port}/v1/chat/completions", data=body) as found:
            assert found.status == 200
            await found.content.readany()
            took = (time.perf_counter() - began) * 1000
            await found.read()
            return took

    return ask


async def _requests(ask: Any, port: int, upstream: int, pid: int, size: int) -> None:
    ways = {
        "direct": (upstream, body_of("v/other", size)),
        "other": (port, body_of("v/other", size)),
        "routed": (port, body_of(VIRTUAL, size)),
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    spent = dict.fromkeys(ways, 0.0)
    for _ in range(_ROUNDS // 20):
        for name, (to, body) in ways.items():
            before = cpu(pid)
            took[name] += [await ask(to, body) for _ in range(20)]
            spent[name] += cpu(pid) - before
    base = quantiles(took["direct"], n=100)
    for name in ("other", "routed"):
        cuts = quantiles(took[name], n=100)
        print(
            f"{size:>9} bytes {name:7} added ms p50 {cuts[49] - base[49]:6.2f} p99 "
            f"{cuts[98] - base[98]:6.2f}  CPU ms a request {1000 * spent[name] / _ROUNDS:6.2f}"
        )


async def _streams(client: aiohttp.ClientSession, port: int, pid: int, seconds: float) -> None:
    url, body = f"http://127.0.0.1:{port}/v1/chat/completions", body_of(VIRTUAL, 8_000, stream=True)

    async def one() -> int:
        async with client.post(url, data=body) as found:
            return (await found.read()).count(_FRAME)

    frames, began, before, memory = 0, time.monotonic(), cpu(pid), [rss(pid)]
    while time.monotonic() - began < seconds:
        frames += sum(await asyncio.gather(*(one() for _ in range(_STREAMS))))
        memory.append(rss(pid))
    rounds = len(memory) - 1
    lost = rounds * _STREAMS * _FRAMES - frames
    spent = cpu(pid) - before
    print(
        f"{_STREAMS} streams, {frames} frames: lost {lost}, CPU µs a frame "
        f"{1e6 * spent / frames:.0f}, RSS MiB {memory[0]:.0f} → {memory[1]:.0f} → {memory[-1]:.0f}"
    )


def main() -> None:
    if sys.argv[1:2] == ["provider"]:
        uvicorn.run(
            provider, port=int(sys.argv[2]), log_level="error", lifespan="off", loop="uvloop"
        )
        return
    asyncio.run(measure(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0))


if __name__ == "__main__":
    main()
