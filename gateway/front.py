"""The front: an ASGI application that speaks the APIs of OpenAI and Anthropic."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from contracts.classification import ApiKind
from gateway.access import Verify, allowed, caller_of, key_of
from gateway.admission import Admission, Place
from gateway.asgi import ClientLeft, Receive, Started, body_of, refuse, send_json, while_waited_for
from gateway.ask import PATHS, Ask, Send
from gateway.bodies import LARGE, Body, body_in
from gateway.errors import Problem
from gateway.headers import Headers, without
from gateway.incoming import Caller, Incoming
from gateway.passing import Cut
from gateway.serve import Server
from gateway.settings import Secrets
from gateway.unpack import ENCODING

Scope = Mapping[str, Any]
_KINDS = {f"/v1{path}": kind for kind, path in PATHS.items()}
_MESSAGES, _COUNT = "/v1/messages", "/v1/messages/count_tokens"
_METHODS = {
    **dict.fromkeys(("/", "/health"), ("GET", "HEAD")),
    **dict.fromkeys((*_KINDS, _COUNT), ("POST",)),
    "/v1/models": ("GET",),
}
_HOP = "x-auto-routing-hop"
_log = logging.getLogger(__name__)


@dataclass
class Front:
    """The application."""

    server: Server
    secrets: Secrets
    verify: Verify
    admission: Admission = field(init=False)
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.admission = Admission(self.server.settings)

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
        """End the loops; what is asked of `/decide` is awaited and the rows are written first."""
        await self.server.end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.server.upstream.close()

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind, started = _kind(scope), Started(send, self.server.settings.unread_seconds)
        try:
            await self._routed(scope, receive, started)
        except Problem as problem:
            await refuse(started, kind, problem)
        except (ClientLeft, Cut):
            return
        except Exception:
            _log.exception("a request could not be served")
            await refuse(started, kind, Problem(500, "the gateway failed; its log says why"))

    async def _routed(self, scope: Scope, receive: Receive, send: Started) -> None:
        method, path = scope["method"], scope["path"]
        allow = _METHODS.get(path)
        if allow is None:
            raise Problem(404, f"{method} {path} does not exist")
        if method not in allow:
            raise Problem(405, f"{method} {path} does not exist", allow=", ".join(allow))
        if "POST" in allow:
            await self._posted(scope, receive, send)
        elif path == "/v1/models":
            self._caller(dict(_headers(scope)))
            await send_json(send, self.server.catalogue.listed())
        else:
            health = {"ok": True, "rows": self.server.rows.health}
            await send_json(send, msgspec.json.encode(health))

    def _caller(self, named: Mapping[str, str]) -> Caller:
        return caller_of(named, self.server.settings, self.secrets, self.verify)

    async def _posted(self, scope: Scope, receive: Receive, send: Started) -> None:
        """Serve until the client leaves, from the moment on at which its request is whole."""
        headers = _headers(scope)
        named = dict(headers)
        if _HOP in named:
            raise Problem(508, f"{_HOP}: this gateway is its own provider; mend `upstreamUrl`")
        caller = self._caller(named)
        with self.admission.place(_declared(named)) as place:
            slow = self.server.settings.body_part_seconds
            packed = await body_of(receive, place.take, slow)
            body = await self._read(headers, packed, place)
            ask = self._ask(scope, without(body.headers, key_of(named)), caller, body)
            await while_waited_for(receive, send, self.server.serve(ask, send))

    async def _read(self, headers: Headers, packed: bytes, place: Place) -> Body:
        """Return the body; what unpacking adds is held, too."""
        work = partial(body_in, headers, packed, self.server.settings.max_body_bytes)
        if len(packed) <= LARGE and not any(name == ENCODING for name, _ in headers):
            return work()
        # In a thread, so that other streams go on; one at a time, so that memory stays bounded.
        async with self._reading:
            found = await asyncio.to_thread(work)
            place.take(max(0, len(found.raw) - len(packed)))
        return found

    def _ask(self, scope: Scope, headers: Headers, caller: Caller, found: Body) -> Ask:
        path, body = scope["path"], found.read
        kind = _kind(scope) or ApiKind.CHAT_COMPLETIONS
        model = body.get("model")
        if not isinstance(model, str) or not model.strip():
            raise Problem(400, "model: a text is required")
        allowed(caller, body, found.raw, model, self.server.settings)
        return Ask(
            Incoming(kind, body, found.raw, caller, dict(headers)),
            path.removeprefix("/v1"),
            scope.get("query_string", b"").decode("latin-1"),
            headers,
            model,
            body.get("stream") is True,
        )


def _headers(scope: Scope) -> Headers:
    return [(n.decode("latin-1").lower(), v.decode("latin-1")) for n, v in scope["headers"]]


def _declared(named: Mapping[str, str]) -> int:
    """Return the length that the client names for its body; 0 for none."""
    text = named.get("content-length", "")
    return int(text[:18]) if text.isascii() and text.isdecimal() else 0


def _kind(scope: Scope) -> ApiKind | None:
    """Return the API that a client speaks, also on a path that does not exist."""
    path = scope["path"]
    if path in _KINDS:
        return _KINDS[path]
    theirs = any(name == b"anthropic-version" for name, _ in scope["headers"])
    messages = theirs or path.startswith(f"{_MESSAGES}/")
    return ApiKind.MESSAGES if messages else None
