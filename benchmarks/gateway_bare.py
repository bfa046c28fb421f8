"""The least that a front can be with the same libraries, beside which the gateway is measured.

It asks `/decide` with a body that was made before, sends the request on as it is, and passes the
answer. It reads nothing, lets all in and records nothing.
"""

import json
import sys
from typing import Any

import aiohttp
import uvicorn

_JSON = {"content-type": "application/json"}
_ROUTED = b"kilo-auto/"


class Bare:
    """A front for requests of one kind; the one session is opened by the first request."""

    def __init__(self, provider: str, asked: bytes) -> None:
        self._provider, self._asked = provider, asked
        self._session: aiohttp.ClientSession | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request of ASGI."""
        if scope["type"] != "http":
            return
        parts, more = [], True
        while more:
            message = await receive()
            parts.append(message.get("body", b""))
            more = message.get("more_body", False)
        session = self._session = self._session or _client()
        body = b"".join(parts)
        if _ROUTED in body[:100]:
            decide = f"{self._provider}/decide"
            async with session.post(decide, data=self._asked, headers=_JSON) as found:
                json.loads(await found.read())
        await self._pass(session, scope["path"], body, send)

    async def _pass(
        self, session: aiohttp.ClientSession, path: str, body: bytes, send: Any
    ) -> None:
        async with session.post(self._provider + path, data=body, headers=_JSON) as found:
            headers = [(b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": found.status, "headers": headers})
            async for chunk in found.content.iter_any():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _client() -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=0)
    return aiohttp.ClientSession(connector=connector, auto_decompress=False)


def main() -> None:
    """Serve `PROVIDER PORT`; the body for `/decide` comes by the standard input."""
    provider, port = sys.argv[-2:]
    bare = Bare(provider, sys.stdin.buffer.read())
    uvicorn.run(
        bare, port=int(port), log_level="error", lifespan="off", loop="uvloop", access_log=False
    )


if __name__ == "__main__":
    main()
