"""Asks `/decide` within the deadline."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import httpx

from .breaker import Breaker
from .settings import EFFORTS, Settings

_MOST_ANSWER, _MOST_REASON = 1_000_000, 200
_GRACE_SECONDS = 0.02  # as in the gateway: what `/decide` may take beyond the deadline it was told


class Answer(NamedTuple):
    """What `/decide` said. `model` is None without a decision, and `reason` says why either way.
    `cost` is that of classifying in USD, None when it was not said; with `cost_known` false it is
    only the known part.
    """

    model: str | None
    effort: str | None
    reason: str
    cost: float | None = None
    cost_known: bool = False
    simulated: bool = False


@dataclass
class Asker:
    """Asks `/decide`, over one client that is made when it is first needed."""

    settings: Settings
    breaker: Breaker = field(default_factory=Breaker)
    _client: httpx.AsyncClient | None = None

    async def ask(self, asked: Mapping[str, Any]) -> Answer:
        """Return the answer, or one without a model and with the reason. Never raises."""
        if not self.breaker.admits():
            return Answer(None, None, "decide_breaker_open")
        found = await self._asked(asked)
        if isinstance(found, str):
            self.breaker.failed()
            return Answer(None, None, found)
        self.breaker.succeeded()
        return found

    async def close(self) -> None:
        """Close the client's connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    @property
    def _seconds(self) -> float:
        return self.settings.deadline_ms / 1000 + _GRACE_SECONDS

    async def _asked(self, asked: Mapping[str, Any]) -> Answer | str:
        try:
            async with asyncio.timeout(self._seconds):
                status, body = await self._post(asked)
        except (TimeoutError, httpx.TimeoutException):
            return "decide_timeout"
        except Exception as error:  # a request must not fail for any reason
            return f"decide_unreachable: {type(error).__name__}"
        return _read(body) if status == 200 else f"decide_status_{status}"

    async def _post(self, asked: Mapping[str, Any]) -> tuple[int, bytes]:
        content = json.dumps(asked, ensure_ascii=False).encode(errors="replace")
        secret = f"Bearer {self.settings.decide_secret}"
        headers = {"authorization": secret, "content-type": "application/json"}
        client = self._client = self._client or httpx.AsyncClient(timeout=self._seconds)
        url, body = self.settings.decide_url, b""
        async with client.stream("POST", url, content=content, headers=headers) as answer:
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > _MOST_ANSWER:
                    break
        return answer.status_code, body


def _read(body: bytes) -> Answer | str:
    try:
        answer = json.loads(body)
        decision, reason = answer["decision"], answer["reason"]
        cost, known = answer["cost"], answer.get("costKnown", True)
        model = None if decision is None else decision["model"]
        effort = None if decision is None else decision["reasoningEffort"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return "decide_malformed"
    named = model is None or (isinstance(model, str) and bool(model.strip()))
    if not (named and isinstance(reason, str) and effort in (None, *EFFORTS)):
        return "decide_malformed"
    if not isinstance(cost, int | float) or not isinstance(known, bool):
        return "decide_malformed"
    return Answer(
        model, effort, reason[:_MOST_REASON], cost, known, answer.get("simulated") is True
    )
