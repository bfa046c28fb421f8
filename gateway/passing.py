"""Passes an answer of the provider on to the client, byte for byte and at once."""

import time
from dataclasses import dataclass

import aiohttp

from contracts.classification import ApiKind
from contracts.errors import AutoRoutingError
from gateway.ask import Edit, Noted, Send
from gateway.errors import broken
from gateway.headers import down, safe
from gateway.sessions import Sessions
from gateway.tap import Tap
from gateway.upstream import read
from gateway.vendors import vendor_of

_MOST_ERROR = 1_000_000  # chosen: no refusal of a provider is longer
_MARK = "x-auto-routing-"


class Cut(AutoRoutingError):
    """The provider's body broke after its beginning was passed on; the rest must be missing."""


@dataclass
class Passing:
    """One answer on its way. A stream that breaks ends with one event that says so, and never with
    another model's text.
    """

    response: aiohttp.ClientResponse
    edit: Edit
    noted: Noted
    send: Send
    sessions: Sessions

    async def run(self) -> None:
        kind = self.response.headers.get("content-type", "").lower()
        tap = Tap(stream=kind.startswith("text/event-stream"), hide=self.edit.hide)
        self.noted.tokens = tap.tokens
        self._remember_vendor()
        await self._start(streams=tap.stream)
        try:
            async for chunk in self.response.content.iter_any():
                self._first()
                await self._pass(tap.feed(chunk))
            await self._pass(tap.end())
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            await self._broken(tap, error)
        self._remember(tap)
        await self.send({"type": "http.response.body", "body": b""})

    def _remember(self, tap: Tap) -> None:
        """Remember whose the opaque state of the answer is, and which model can continue it."""
        model, ask = self.noted.choice.model, self.noted.ask
        for blob in tap.blobs:
            self.sessions.wrote(blob, vendor_of(model))
        if tap.answer_id and ask.kind is ApiKind.RESPONSES:
            self.sessions.holds(ask.user, tap.answer_id, model)

    async def _start(self, *, streams: bool) -> None:
        await self.send(
            {
                "type": "http.response.start",
                "status": self.response.status,
                "headers": _headers(self.response, self.edit, self.noted, streams=streams),
            }
        )

    def _remember_vendor(self) -> None:
        """Remember which vendor answers; a client may keep a part of an answer that it left."""
        ask, choice = self.noted.ask, self.noted.choice
        if self.response.status < 400 and (choice.source != "asked" or ask.incoming.session_id):
            vendor = vendor_of(choice.model)
            self.sessions.answered(ask.session, ask.incoming.places[-1], vendor)

    def _first(self) -> None:
        if self.noted.first_byte is None:
            self.noted.first_byte = time.monotonic()

    async def _pass(self, body: bytes) -> None:
        if body:
            await self.send({"type": "http.response.body", "body": body, "more_body": True})

    async def _broken(self, tap: Tap, error: Exception) -> None:
        """End a stream with an error event; any other body is cut, which the client notices. Of a
        frame that is torn, nothing more is passed on; a usage that had arrived is charged.
        """
        self.noted.failed = type(error).__name__
        tap.end()
        if not tap.stream:
            raise Cut(self.noted.failed) from error
        end = b"\n\n" if tap.torn else b""
        await self._pass(end + broken(self.noted.ask.kind, self.noted.failed))


async def whole(response: aiohttp.ClientResponse) -> bytes:
    """Return the body of an error."""
    return await read(response, _MOST_ERROR)


async def answer(
    send: Send, response: aiohttp.ClientResponse, edit: Edit, noted: Noted, body: bytes
) -> None:
    """Pass on an answer whose body has been read."""
    headers = _headers(response, edit, noted, streams=False)
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _headers(
    response: aiohttp.ClientResponse, edit: Edit, noted: Noted, *, streams: bool
) -> list[tuple[bytes, bytes]]:
    """Return the provider's headers, and ours, which say what served. A stream's headers also tell
    proxies not to buffer it.
    """
    choice = noted.choice
    told = {
        "model": choice.model,
        "source": choice.source,
        "reason": choice.reason,
        "effort": choice.effort,
        "dropped": ",".join(edit.dropped),
        "attempt": noted.kind,
    }
    ours = [(_MARK + name, value) for name, value in told.items() if value]
    if streams:
        ours += [("x-accel-buffering", "no"), ("cache-control", "no-cache")]
    kept = [
        (n, v) for n, v in down(response.raw_headers) if not (streams and n == b"cache-control")
    ]
    return [*kept, *((n.encode(), safe(v)) for n, v in ours)]
