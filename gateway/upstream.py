"""Calls the provider and `/decide` with aiohttp, whose cost per frame is the least measured."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from yarl import URL

from gateway.asking import MOST_ANSWER
from gateway.failures import Failure, failure
from gateway.headers import Headers, up
from gateway.settings import Secrets, Settings

_CONNECT_SECONDS, _LIST_SECONDS = 10.0, 20.0  # chosen
_SEND_SECONDS = 60.0  # chosen: 32 MiB at 0.5 MiB a second


@dataclass
class _Begun:
    """When a call began, and whether its connection had served before."""

    reused: bool = False
    at: float = field(default_factory=time.monotonic)

    def failure(self, error: Exception) -> Failure:
        return failure(error, reused=self.reused, seconds=time.monotonic() - self.at)


class _Answer(aiohttp.ClientResponse):
    """An answer whose connection is gone once it is closed, also while a body waits to be sent."""

    def close(self) -> None:
        transport = self.connection.transport if self.connection else None
        super().close()
        if transport is not None:
            transport.abort()


@dataclass
class Upstream:
    """The provider. It is opened in the loop that uses it."""

    settings: Settings
    secrets: Secrets
    _session: aiohttp.ClientSession | None = field(default=None, repr=False)

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            response_class=_Answer,
            trace_configs=[_trace()],
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("User-Agent", "Accept-Encoding", "Content-Type"),
        )

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    @asynccontextmanager
    async def call(
        self, method: str, path: str, headers: Headers, body: bytes | None, *, stream: bool = False
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Answer with the provider's response; leaving closes it. `path` is that below `/v1`.
        Raises Failure before the first byte; then its body raises aiohttp.ClientError and
        TimeoutError.
        """
        response = await self._begun(method, path, headers, body, stream=stream)
        try:
            _await_silence(response, self.settings.silent_seconds)
            yield response
        finally:
            response.close()

    async def _begun(
        self, method: str, path: str, headers: Headers, body: bytes | None, *, stream: bool
    ) -> aiohttp.ClientResponse:
        assert self._session is not None
        found, begun = self.settings, _Begun()
        first = found.first_byte_seconds if stream else found.whole_answer_seconds
        try:
            # `sock_read` begins when the body is sent, which a provider may never let happen.
            async with asyncio.timeout(first + _SEND_SECONDS):
                return await self._session.request(
                    method,
                    self._url(path),
                    headers=headers,
                    data=body,
                    allow_redirects=False,
                    timeout=aiohttp.ClientTimeout(sock_connect=_CONNECT_SECONDS, sock_read=first),
                    trace_request_ctx=begun,
                )
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise begun.failure(error) from error

    def _url(self, path: str) -> URL:
        """Return the URL of a path, whose bytes stay as the client sent them."""
        base = str(URL(self.settings.upstream_url)).rstrip("/")
        return URL(f"{base}{path}", encoded=True)

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], seconds: float
    ) -> tuple[int, bytes]:
        """Return status and body; `gateway.asking.Transport` for `/decide`. It is sent again when
        its connection was closed as idle. The caller bounds the time of both.
        """
        begun = _Begun()
        try:
            return await self._post(url, body, headers, seconds, begun)
        except (aiohttp.ClientError, OSError) as error:
            if not begun.reused or begun.failure(error).what != "unreached":
                raise
        return await self._post(url, body, headers, seconds, _Begun())

    async def _post(
        self, url: str, body: bytes, headers: Mapping[str, str], seconds: float, begun: _Begun
    ) -> tuple[int, bytes]:
        assert self._session is not None
        timeout = aiohttp.ClientTimeout(total=seconds)
        async with self._session.post(
            url,
            data=body,
            headers=headers,
            timeout=timeout,
            allow_redirects=False,
            trace_request_ctx=begun,
        ) as response:
            return response.status, await read(response, MOST_ANSWER)

    async def models(self) -> bytes:
        """Return the body of the provider's list of models."""
        async with (
            asyncio.timeout(_LIST_SECONDS),
            self.call("GET", "/models", self.up([]), None) as response,
        ):
            response.raise_for_status()
            return await response.read()

    async def candidates(self) -> bytes | None:
        """Return the body of `GET /candidates`, which is beside `/decide`; None without that."""
        url, secret = self.settings.decide_at("candidates"), self.secrets.decide_secret
        if url is None or secret is None:
            return None
        assert self._session is not None
        timeout = aiohttp.ClientTimeout(total=_CONNECT_SECONDS)
        headers = {"authorization": f"Bearer {secret}"}
        async with self._session.get(
            url, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            response.raise_for_status()
            return await read(response, MOST_ANSWER)

    def up(self, headers: Headers) -> Headers:
        """Return the headers to the provider: the caller's, without its secrets, with ours."""
        return up(headers, self.secrets.upstream_key)


def _trace() -> aiohttp.TraceConfig:
    """Return what notes in the context of a request that its connection is an old one."""
    found = aiohttp.TraceConfig()

    async def note(_: aiohttp.ClientSession, told: Any, __: object) -> None:
        if isinstance(told.trace_request_ctx, _Begun):
            told.trace_request_ctx.reused = True

    found.on_connection_reuseconn.append(note)
    return found


def _await_silence(response: aiohttp.ClientResponse, seconds: float) -> None:
    """Give up an answer that has begun after another silence than before its first byte."""
    protocol = response.connection.protocol if response.connection else None
    if protocol is not None:
        protocol.read_timeout = seconds
        protocol.start_timeout()


async def read(response: aiohttp.ClientResponse, most: int) -> bytes:
    """Return the body, or its first `most` bytes; aiohttp's `read` stops at what has arrived."""
    found = bytearray()
    while len(found) < most and (part := await response.content.read(most - len(found))):
        found += part
    return bytes(found)
