"""Resolves a virtual model: asks `/decide` once, in bounded time, and falls back for any reason."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from contracts.decision import Constraints, DecideRequest, DecideResponse, Decision
from contracts.errors import AutoRoutingError, Malformed, Refused
from contracts.options import Effort
from functions.decide.reduce import Reduced
from gateway.breaker import Breaker
from gateway.incoming import Incoming
from gateway.settings import Fallback, Settings

MOST_ANSWER = 1_000_000
_GRACE_SECONDS = 0.02  # chosen: what `/decide` may take beyond the deadline that it was told


class Transport(Protocol):
    """All that the library needs of a network."""

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], seconds: float
    ) -> tuple[int, bytes]:
        """Return status and body. Raises OSError or TimeoutError."""
        ...


@dataclass(frozen=True)
class ClassifierUsage:
    """What classifying cost, in USD, as `/decide` wrote the number. `known` is false when that is
    only the known part.
    """

    cost_usd: float
    known: bool


@dataclass(frozen=True)
class Resolution:
    """The model that serves. `source` is `benchmark`, or `fallback` with the `reason`. `others` are
    the fallbacks that may serve when this model does not answer. `model` is None when the request
    fits into none; `objections` then say why, by model.
    """

    model: str | None
    effort: Effort | None
    source: Literal["benchmark", "fallback"]
    reason: str
    usage: ClassifierUsage | None = None
    others: tuple[Fallback, ...] = ()
    objections: Mapping[str, str] = field(default_factory=dict)
    reduced: Reduced | None = None
    simulated: bool = False


class Unresolved(AutoRoutingError):
    """There is no usable answer; the message is the reason."""


@dataclass(frozen=True)
class Resolver:
    """Resolves requests. `secret` is that of `/decide`."""

    settings: Settings
    transport: Transport
    secret: str | None = None
    breaker: Breaker = field(default_factory=Breaker)

    async def resolve(self, request: Incoming, served: str | None = None) -> Resolution:
        """Return the model that serves, within the deadline. `served` is the model that served the
        session last. Never raises.
        """
        try:
            reduced = request.reduced(self.settings.denied_models)
        except (Refused, Malformed) as error:
            return self._fallback("request_unreadable", None, str(error))
        if request.caller.user_id is None:
            return self._fallback("anonymous", reduced)
        return await self._decided(request, reduced, served)

    async def _decided(self, request: Incoming, reduced: Reduced, served: str | None) -> Resolution:
        usage = None
        try:
            asked = request.asked(reduced, served, self.settings.deadline_ms)
            answer = await self._ask(asked)
            paid = answer.cost or not answer.cost_known
            usage = ClassifierUsage(answer.cost, answer.cost_known) if paid else None
            decision = self._usable(answer, reduced.constraints)
        except (Unresolved, Malformed) as error:
            reason = str(error) if isinstance(error, Unresolved) else "request_unreadable"
            return self._fallback(reason, reduced, usage=usage)
        return Resolution(
            decision.model,
            decision.reasoning_effort,
            "benchmark",
            answer.reason,
            usage,
            self._others(reduced.constraints, decision.model),
            reduced=reduced,
            simulated=answer.simulated,
        )

    async def _ask(self, asked: DecideRequest) -> DecideResponse:
        if self.settings.decide_url is None or self.secret is None:
            raise Unresolved("decide_not_configured")
        if not self.breaker.admits():
            raise Unresolved("decide_breaker_open")
        try:
            answer = await self._post(self.settings.decide_url, asked)
        except Unresolved:
            self.breaker.failed()
            raise
        self.breaker.succeeded()
        return answer

    async def _post(self, url: str, asked: DecideRequest) -> DecideResponse:
        headers = {"authorization": f"Bearer {self.secret}", "content-type": "application/json"}
        seconds = self.settings.deadline_ms / 1000 + _GRACE_SECONDS
        try:
            async with asyncio.timeout(seconds):
                body = asked.wire_json().encode(errors="replace")
                status, answer = await self.transport.post(url, body, headers, seconds)
        except TimeoutError:
            raise Unresolved("decide_timeout") from None
        except Exception as error:  # a transport may raise anything, and a request must not fail
            raise Unresolved(f"decide_unreachable: {type(error).__name__}") from None
        if status != 200:
            raise Unresolved(f"decide_status_{status}")
        try:
            return DecideResponse.from_json(answer[:MOST_ANSWER])
        except Malformed:
            raise Unresolved("decide_malformed") from None

    def _usable(self, answer: DecideResponse, wanted: Constraints) -> Decision:
        """Return the decision. Raises Unresolved without one, or when its model may not serve."""
        decision = answer.decision
        if decision is None:
            raise Unresolved(f"decide_null: {answer.reason}")
        if decision.model in (*self.settings.virtual_models, *wanted.denied_models):
            raise Unresolved("decide_model_not_allowed")
        return decision

    def _fallback(
        self,
        reason: str,
        reduced: Reduced | None,
        detail: str | None = None,
        usage: ClassifierUsage | None = None,
    ) -> Resolution:
        wanted = reduced.constraints if reduced else Constraints()
        objections = self._objections(wanted)
        left = [f for f in self.settings.fallbacks if f.model not in objections]
        first = left[0] if left else None
        return Resolution(
            first.model if first else None,
            first.reasoning_effort if first else None,
            "fallback",
            f"{reason}: {detail}" if detail else reason,
            usage,
            others=tuple(left[1:]),
            objections=objections,
            reduced=reduced,
        )

    def _others(self, wanted: Constraints, model: str) -> tuple[Fallback, ...]:
        excluded = {model, *self._objections(wanted)}
        return tuple(f for f in self.settings.fallbacks if f.model not in excluded)

    def _objections(self, wanted: Constraints) -> dict[str, str]:
        found = {f.model: wanted.objection(f.model, f.capability) for f in self.settings.fallbacks}
        return {model: why for model, why in found.items() if why}
