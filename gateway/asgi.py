"""Reads requests from ASGI and answers them."""

import asyncio
import time
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
    """Sends, and knows whether an answer has begun. The client is taken to have left when it takes
    nothing for so many seconds: `while_waited_for` sees that for the parts of an answer, of which
    each would need a timer of its own else, and the others raise ClientLeft.
    """

    send: Send
    seconds: float
    begun: bool = False
    since: float | None = None  # of the part that is being sent

    async def __call__(self, message: dict[str, Any]) -> None:
        self.begun = True
        if message.get("more_body"):
            self.since = time.monotonic()
            await self.send(message)
            self.since = None
            return
        try:
            async with asyncio.timeout(self.seconds):
                await self.send(message)
        except TimeoutError:
            raise ClientLeft from None

    @property
    def stuck(self) -> bool:
        """Whether the client has not taken a part for too long."""
        return self.since is not None and time.monotonic() > self.since + self.seconds


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


async def while_waited_for(receive: Receive, send: Started, work: Awaitable[None]) -> None:
    """Do the work, or as much of it as the client waits for. Raises what the work raises."""
    task = asyncio.current_task()
    assert task
    watcher = asyncio.create_task(_cancel_when_left(receive, send, task))
    try:
        await work
    except asyncio.CancelledError:
        if not (watcher.done() and task.uncancel() == 0):
            raise
    finally:
        watcher.cancel()


async def _cancel_when_left(receive: Receive, send: Started, task: asyncio.Task[None]) -> None:
    """Cancel the task when the client closes its connection, or takes nothing; of the latter it is
    seen after a tenth of the time more at most.
    """
    leaving = asyncio.ensure_future(_left(receive))
    try:
        while not (leaving.done() or send.stuck):
            await asyncio.wait((leaving,), timeout=send.seconds / 10)
    finally:
        leaving.cancel()
    task.cancel()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
