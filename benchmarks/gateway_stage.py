"""A provider and a `/decide` that answer at once, a front before them, and what a process uses."""

import asyncio
import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.process import free_port
from tests.gateway.running import KEY, decided

ROOT = Path(__file__).parents[1]
PAUSE = 0.1
FRAME = b'data: {"choices":[{"index":0,"delta":{"content":"word"}}]}\n\n'
_END = b'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":9}}\n\n'
_WHOLE = b'{"choices":[{"message":{}}],"usage":{"prompt_tokens":9}}'
_FRAMES = re.compile(rb'"max_tokens":(\d+)')
_ESTABLISHED = "01"
_LEFT: list[float] = []
_WAITING: set[object] = set()


def body_of(model: str, size: int, frames: int | None = None) -> bytes:
    """Return a request of about `size` bytes. `frames` asks for a stream: `max_tokens` says how
    long it is; at 0 no answer begins.
    """
    turns = [
        {"role": "system", "content": "You are a coding agent."},
        {"role": "user", "content": "Fix the typo in README.md"},
        *(
            {"role": role, "content": ("word " * (size // 5))[: size // 20]}
            for _ in range(10)
            for role in ("assistant", "user")
        ),
    ]
    more = {"stream": True, "max_tokens": frames} if frames is not None else {}
    return json.dumps({"model": model, "messages": turns, **more}, separators=(",", ":")).encode()


async def provider(scope: Any, receive: Any, send: Any) -> None:
    """Answer as a provider, as `/decide`, or with what was seen of clients that left (`/left`)."""
    if scope["type"] != "http":
        return
    body = b""
    while (message := await receive()).get("more_body"):
        body += message["body"]
    body += message.get("body", b"")
    frames = _FRAMES.search(body[-200:]) if b'"stream":true' in body[-200:] else None
    if frames:
        await _stream(int(frames[1]), receive, send)
    elif scope["path"] == "/decide":
        await _said(send, decided("v/served"))
    elif scope["path"] == "/left":
        await _said(send, json.dumps({"waiting": len(_WAITING), "left": _LEFT}).encode())
    else:
        await _said(send, _WHOLE)


async def _said(send: Any, body: bytes) -> None:
    await _begin(send, b"application/json")
    await send({"type": "http.response.body", "body": body})


async def _begin(send: Any, kind: bytes) -> None:
    headers = [(b"content-type", kind)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def _stream(frames: int, receive: Any, send: Any) -> None:
    """Send frames at their pace; note when the client leaves before the end."""
    mark = object()
    _WAITING.add(mark)
    leaving = asyncio.ensure_future(receive())
    leaving.add_done_callback(lambda _: _note(mark))
    try:
        if frames:
            await _begin(send, b"text/event-stream")
        began = time.monotonic()
        for n in range(1, frames + 1):
            await send({"type": "http.response.body", "body": FRAME, "more_body": True})
            pause = max(0.0, began + n * PAUSE - time.monotonic())
            if leaving in (await asyncio.wait((leaving,), timeout=pause))[0]:
                return
        if not frames:
            await leaving
    finally:
        _WAITING.discard(mark)
        leaving.cancel()
    await send({"type": "http.response.body", "body": _END})


def _note(mark: object) -> None:
    if mark in _WAITING:
        _LEFT.append(time.monotonic())


@dataclass(frozen=True)
class Stage:
    """The URLs of the provider and of the front, and the front's process."""

    provider: str
    front: str
    pid: int


@contextmanager
def staged(front: tuple[str, ...] = ("gateway.main",)) -> Iterator[Stage]:
    """Start the provider and a front: `front` is the module that starts it, with arguments before
    its own.
    """
    upstream, port = free_port(), free_port()
    url = f"http://127.0.0.1:{upstream}"
    settings = {
        "upstreamUrl": f"{url}/v1",
        "decideUrl": f"{url}/decide",
        "fallbacks": [{"model": "v/fallback"}],
        "injectUsage": False,
    }
    secrets = {"upstreamKey": "u", "decideSecret": "d", "keysByUser": {"u-1": KEY}}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "settings.json").write_text(json.dumps(settings))
        mock = [sys.executable, "-m", "benchmarks.gateway", "provider", str(upstream)]
        stack.callback(subprocess.Popen(mock, cwd=ROOT).kill)
        _wait(upstream)
        command = [sys.executable, "-m", *front, "settings.json", str(port)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=folder, env=env)
        stack.callback(process.wait)
        stack.callback(process.kill)
        assert process.stdin
        process.stdin.write(json.dumps(secrets).encode())
        process.stdin.close()
        _wait(port)
        yield Stage(url, f"http://127.0.0.1:{port}", process.pid)


@contextmanager
def bare(stage: Stage, asked: bytes) -> Iterator[tuple[str, int]]:
    """Start a bare front before the stage's provider; yield its URL and its process. `asked` is the
    body with which it asks `/decide`.
    """
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.gateway_bare", stage.provider, str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT) as process:
        try:
            assert process.stdin
            process.stdin.write(asked)
            process.stdin.close()
            _wait(port)
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.kill()


def _wait(port: int) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise TimeoutError(port)


def cpu(pid: int) -> float:
    """Return the seconds that all threads of a process have spent on a CPU."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def rss(pid: int) -> float:
    """Return the resident memory in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def sockets(pid: int) -> int:
    """Return how many connections of a process are established."""
    own = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            own.add(str(link.readlink()))
    rows = (line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:])
    return sum(row[3] == _ESTABLISHED and f"socket:[{row[9]}]" in own for row in rows)
