"""Reads requests from ASGI and answers them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from contracts.classification import ApiKind
from contracts.errors import AutoRoutingError
from gateway.ask import Send
from gateway.errors import Problem

_TOO_SLOW = 408
Receive = Callable[[], Awaitable[dict[str, Any]]]


class ClientLeft(AutoRoutingError):
    """The client left before its request was whole, or does not read its answer."""


@dataclass
class Started:
    """Sends, and knows whether an answer has begun. Raises ClientLeft when the client takes nothing
    for so many seconds.
    """

    send: Send
    seconds: float
    begun: bool = False

    async def __call__(self, message: dict[str, Any]) -> None:
        self.begun = True
        try:
            async with asyncio.timeout(self.seconds):
                await self.send(message)
        except TimeoutError:
            raise ClientLeft from None


async def refuse(send: Started, kind: ApiKind | None, problem: Problem) -> None:
    """Answer with an error, unless an answer has begun."""
    if send.begun:
        return
    headers = [(b"content-type", b"application/json")]
    if problem.retry_after:
        headers.append((b"retry-after", str(problem.retry_after).encode()))
    if problem.status == _TOO_SLOW:  # else what comes late is read as another request
        headers.append((b"connection", b"close"))
    if problem.allow:
        headers.append((b"allow", problem.allow.encode()))
    await send_json(send, problem.body(kind), problem.status, headers)


async def send_json(
    send: Send, body: bytes, status: int = 200, headers: list[tuple[bytes, bytes]] | None = None
) -> None:
    """Send a whole answer."""
    found = headers or [(b"content-type", b"application/json")]
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*found, length]})
    await send({"type": "http.response.body", "body": body})


async def body_of(receive: Receive, take: Callable[[int], None], seconds: float) -> bytes:
    """Return the whole body; `take` is told of each part's bytes, and may raise Problem. Raises
    Problem when a part is not there after so many seconds, and ClientLeft.
    """
    parts: list[bytes] = []
    while True:
        message = await _part(receive, seconds)
        if message["type"] == "http.disconnect":
            raise ClientLeft
        parts.append(message.get("body", b""))
        take(len(parts[-1]))
        if not message.get("more_body"):
            return b"".join(parts)


async def _part(receive: Receive, seconds: float) -> dict[str, Any]:
    try:
        async with asyncio.timeout(seconds):
            return await receive()
    except TimeoutError:
        told = f"body: no part of it came for {seconds} s; send it again"
        raise Problem(_TOO_SLOW, told, "request_timeout") from None


async def while_waited_for(receive: Receive, work: Awaitable[None]) -> None:
    """Do the work, or as much of it as the client waits for. Raises what the work raises."""
    task = asyncio.current_task()
    assert task
    watcher = asyncio.create_task(_cancel_when_left(receive, task))
    try:
        await work
    except asyncio.CancelledError:
        if not (watcher.done() and task.uncancel() == 0):
            raise
    finally:
        watcher.cancel()


async def _cancel_when_left(receive: Receive, task: asyncio.Task[None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    task.cancel()
