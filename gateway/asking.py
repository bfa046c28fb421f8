"""Asks `/decide` once, within the deadline, and tells its failures from those of the request."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from contracts.decision import DecideRequest, DecideResponse
from contracts.errors import Malformed
from gateway.breaker import Down

MOST_ANSWER = 1_000_000
_GRACE_SECONDS = 0.02  # chosen: what `/decide` may take beyond the deadline that it was told
# A service that answers so works: its secret is wrong here, or this one request.
_SECRET_REFUSED, _REQUEST_REFUSED, _BUSY = (401, 403), (400, 413, 422), (408, 429)


class Transport(Protocol):
    """All that the library needs of a network."""

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], seconds: float
    ) -> tuple[int, bytes]:
        """Return status and body. Raises OSError or TimeoutError."""
        ...


@dataclass(frozen=True)
class Asking:
    """Asks `/decide` at `url` with its secret."""

    transport: Transport
    url: str
    secret: str
    deadline_ms: int

    async def ask(self, asked: DecideRequest) -> DecideResponse | str:
        """Return the answer, or the reason for which it refuses this request. Raises Down when it
        fails, with the reason.
        """
        status, answer = await self._posted(asked)
        if status != 200:
            return _refused(status)
        try:
            return DecideResponse.from_json(answer[:MOST_ANSWER])
        except Malformed:
            raise Down("decide_malformed") from None

    async def _posted(self, asked: DecideRequest) -> tuple[int, bytes]:
        headers = {"authorization": f"Bearer {self.secret}", "content-type": "application/json"}
        seconds = self.deadline_ms / 1000 + _GRACE_SECONDS
        try:
            async with asyncio.timeout(seconds):
                body = asked.wire_json().encode(errors="replace")
                return await self.transport.post(self.url, body, headers, seconds)
        except TimeoutError:
            raise Down("decide_timeout") from None
        except Exception as error:  # a transport may raise anything, and a request must not fail
            raise Down(f"decide_unreachable: {type(error).__name__}") from None


def _refused(status: int) -> str:
    """Return why `/decide` refuses what it was sent. Raises Down for a status of a service that
    fails.
    """
    if status in _SECRET_REFUSED:
        return f"decide_secret_refused: {status}"
    if status in _REQUEST_REFUSED:
        return f"decide_request_refused: {status}"
    if status in _BUSY or not 400 <= status < 500:
        raise Down(f"decide_status_{status}")
    return f"decide_status_{status}"
