"""Calls the provider and `/decide` with aiohttp, whose cost per frame is the least measured."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin

import aiohttp

from gateway.resolve import MOST_ANSWER
from gateway.settings import Secrets, Settings

_CONNECT_SECONDS = 10.0  # chosen
# Of one hop alone (RFC 9110, 7.6.1), or made again here, or a secret of ours.
_NOT_UP = frozenset(
    {
        *("host", "content-length", "connection", "keep-alive", "proxy-authenticate", "te"),
        *("proxy-authorization", "trailer", "transfer-encoding", "upgrade", "expect"),
        *("authorization", "x-api-key", "cookie", "x-auto-routing-hop", "accept-encoding"),
    }
)
_NOT_DOWN = frozenset(
    {
        *(b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"trailer"),
        *(b"set-cookie", b"proxy-authenticate", b"content-length"),
    }
)


@dataclass
class Upstream:
    """The provider. It is opened in the loop that uses it."""

    settings: Settings
    secrets: Secrets
    _session: aiohttp.ClientSession | None = field(default=None, repr=False)

    async def open(self) -> None:
        timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=_CONNECT_SECONDS, sock_read=self.settings.silent_seconds
        )
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            timeout=timeout,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("User-Agent", "Accept-Encoding"),
        )

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    @asynccontextmanager
    async def call(
        self, method: str, path: str, headers: list[tuple[str, str]], body: bytes | None
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Answer with the provider's response; leaving closes it. `path` is that below `/v1`.
        Raises aiohttp.ClientError and TimeoutError.
        """
        assert self._session is not None
        url = f"{self.settings.upstream_url.rstrip('/')}{path}"
        response = await self._session.request(
            method, url, headers=headers, data=body, allow_redirects=False
        )
        try:
            yield response
        finally:
            response.close()

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], seconds: float
    ) -> tuple[int, bytes]:
        """Return status and body; `gateway.resolve.Transport` for `/decide`."""
        assert self._session is not None
        timeout = aiohttp.ClientTimeout(total=seconds)
        async with self._session.post(
            url, data=body, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            return response.status, await read(response, MOST_ANSWER)

    async def models(self) -> bytes:
        """Return the body of the provider's list of models."""
        async with self.call("GET", "/models", self.up([]), None) as response:
            response.raise_for_status()
            return await response.read()

    async def candidates(self) -> bytes | None:
        """Return the body of `GET /candidates`, which is beside `/decide`; None without that."""
        url, secret = self.settings.decide_url, self.secrets.decide_secret
        if url is None or secret is None:
            return None
        assert self._session is not None
        timeout = aiohttp.ClientTimeout(total=_CONNECT_SECONDS)
        headers = {"authorization": f"Bearer {secret}"}
        async with self._session.get(
            urljoin(url, "candidates"), headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            response.raise_for_status()
            return await read(response, MOST_ANSWER)

    def up(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the headers to the provider: the caller's, without its secrets, with ours."""
        key = self.secrets.upstream_key
        ours = [("authorization", f"Bearer {key}"), ("x-api-key", key), ("x-auto-routing-hop", "1")]
        return [*((n, v) for n, v in headers if n not in _NOT_UP), *ours]


def down(response: aiohttp.ClientResponse) -> list[tuple[bytes, bytes]]:
    """Return the headers to the client: the provider's, but those of one hop. The body is sent in
    chunks, so that a length is not among them.
    """
    named = ((name.lower(), value) for name, value in response.raw_headers)
    return [(name, value) for name, value in named if name not in _NOT_DOWN]


async def read(response: aiohttp.ClientResponse, most: int) -> bytes:
    """Return the body, or its first `most` bytes; aiohttp's `read` stops at what has arrived."""
    found = bytearray()
    while len(found) < most and (part := await response.content.read(most - len(found))):
        found += part
    return bytes(found)
