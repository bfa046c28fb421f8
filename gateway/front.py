"""The front: an ASGI application that speaks the APIs of OpenAI and Anthropic."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from contracts.classification import ApiKind
from contracts.depth import too_deep
from contracts.json_text import strict_json
from gateway.access import Verify, allowed, caller_of
from gateway.asgi import ClientLeft, Receive, Started, body_of, refuse, send_json, while_waited_for
from gateway.ask import PATHS, Ask, Headers, Send
from gateway.errors import Problem
from gateway.incoming import Caller, Incoming
from gateway.passing import Cut
from gateway.serve import Server
from gateway.settings import Secrets
from gateway.unpack import ENCODING, unpacked

Scope = Mapping[str, Any]
_KINDS = {f"/v1{path}": kind for kind, path in PATHS.items()}
_COUNT = "/v1/messages/count_tokens"
_HOP = "x-auto-routing-hop"
_log = logging.getLogger(__name__)


@dataclass
class Front:
    """The application. `running` counts the requests that are being served."""

    server: Server
    secrets: Secrets
    verify: Verify
    running: int = 0
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def start(self) -> None:
        await self.server.upstream.open()
        loops = (self.server.rows.run(), self.server.catalogue.run())
        self._tasks = [asyncio.create_task(loop) for loop in loops]

    async def stop(self) -> None:
        """End the loops; the rows that wait are written first."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.server.upstream.close()

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = _kind(scope)
        started = Started(send)
        try:
            await self._routed(scope, receive, started)
        except Problem as problem:
            await refuse(started, kind, problem)
        except (ClientLeft, Cut):
            return
        except Exception:
            _log.exception("a request could not be served")
            await refuse(started, kind, Problem(500, "the gateway failed; its log says why"))

    async def _routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        method, path = scope["method"], scope["path"]
        if method in ("GET", "HEAD") and path in ("/", "/health"):
            await send_json(send, b'{"ok":true}')
        elif method == "GET" and path == "/v1/models":
            await send_json(send, self.server.catalogue.listed())
        elif method == "POST" and (path in _KINDS or path == _COUNT):
            await self._admitted(scope, receive, send)
        else:
            raise Problem(404, f"{method} {path} does not exist")

    async def _admitted(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.running >= self.server.settings.max_requests:
            raise Problem(503, "too many requests at a time; try again", retry_after=1)
        self.running += 1
        try:
            await self._watched(scope, receive, send)
        finally:
            self.running -= 1

    async def _watched(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve until the client leaves, from the moment on at which its request is whole."""
        headers = _headers(scope)
        named = dict(headers)
        if _HOP in named:
            raise Problem(508, f"{_HOP}: this gateway is its own provider; mend `upstreamUrl`")
        caller = caller_of(named, self.server.settings, self.secrets, self.verify)
        most = self.server.settings.max_body_bytes
        packed = await body_of(receive, most)
        # In a thread when it has to be inflated: other streams go on.
        work = partial(unpacked, headers, packed, most)
        headers, raw = await asyncio.to_thread(work) if ENCODING in named else work()
        ask = self._ask(scope, headers, caller, raw)
        await while_waited_for(receive, self.server.serve(ask, send))

    def _ask(self, scope: Scope, headers: Headers, caller: Caller, raw: bytes) -> Ask:
        path = scope["path"]
        kind = _kind(scope) or ApiKind.CHAT_COMPLETIONS
        body = _object(raw)
        model = body.get("model")
        if not isinstance(model, str) or not model.strip():
            raise Problem(400, "model: a text is required")
        allowed(caller, body, model, self.server.settings)
        return Ask(
            Incoming(kind, body, raw, caller, dict(headers)),
            path.removeprefix("/v1"),
            scope.get("query_string", b"").decode("latin-1"),
            headers,
            model,
            body.get("stream") is True,
        )


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(raw)
    except RecursionError:
        raise Problem(400, "body: nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        found = _lenient(raw)
    if not isinstance(found, dict):
        raise Problem(400, "body: an object is required")
    if too_deep(found):
        raise Problem(400, "body: nested too deeply")
    return found


def _lenient(raw: bytes) -> Any:
    """Return what msgspec refuses and JSON allows: half of a surrogate pair, which clients leave
    where they cut a text, and numbers beyond all bounds. Raises Problem.
    """
    try:
        return strict_json(raw.decode())
    except ValueError as error:
        raise Problem(400, f"body: not JSON: {error}") from None


def _headers(scope: Scope) -> Headers:
    return [(n.decode("latin-1").lower(), v.decode("latin-1")) for n, v in scope["headers"]]


def _kind(scope: Scope) -> ApiKind | None:
    path = scope["path"]
    return ApiKind.MESSAGES if path == _COUNT else _KINDS.get(path)
