"""Resolves a virtual model: asks `/decide` once in bounded time, and does without if need be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from contracts.decision import Constraints, DecideRequest, DecideResponse, Decision
from contracts.errors import AutoRoutingError, Malformed, Refused
from contracts.options import Effort
from functions.decide.reduce import Reduced
from gateway.asking import Asking, Transport
from gateway.breaker import Breaker, Down
from gateway.incoming import Incoming
from gateway.reserve import NOTHING, Past, Reserve, bound, continued, reserve
from gateway.settings import Fallback, Settings


@dataclass(frozen=True)
class ClassifierUsage:
    """What classifying cost, in USD, as `/decide` wrote the number. `known` is false when that is
    only the known part.
    """

    cost_usd: float
    known: bool


@dataclass(frozen=True)
class Resolution:
    """The model that serves. `source` is `benchmark`, or with the `reason` for which there is no
    decision `session`, for the model that served the session last, or `fallback`. `others` may
    serve when this model does not answer. `model` is None when no model may serve; `objections`
    then say why, by model. `bound`: only one model could, and `others` are none.
    """

    model: str | None
    effort: Effort | None
    source: Literal["benchmark", "session", "fallback"]
    reason: str
    usage: ClassifierUsage | None = None
    others: tuple[Fallback, ...] = ()
    objections: Mapping[str, str] = field(default_factory=dict)
    reduced: Reduced | None = None
    simulated: bool = False
    bound: bool = False


class Unresolved(AutoRoutingError):
    """There is no usable answer; the message is the reason."""


@dataclass(frozen=True)
class Resolver:
    """Resolves requests. `secret` is that of `/decide`."""

    settings: Settings
    transport: Transport
    secret: str | None = None
    breaker: Breaker = field(default_factory=Breaker)

    async def resolve(self, request: Incoming, past: Past = NOTHING) -> Resolution:
        """Return the model that serves, within the deadline. Never raises."""
        try:
            reduced = request.reduced(self.settings.denied_models)
        except (Refused, Malformed) as error:
            return self._without(f"request_unreadable: {error}", request, None, past)
        if request.caller.user_id is None:
            return self._without("anonymous", request, reduced, past)
        return await self._decided(request, reduced, past)

    async def _decided(self, request: Incoming, reduced: Reduced, past: Past) -> Resolution:
        usage = None
        try:
            asked = request.asked(reduced, past.served, self.settings.deadline_ms)
            answer = await self._ask(asked)
            paid = answer.cost or not answer.cost_known
            usage = ClassifierUsage(answer.cost, answer.cost_known) if paid else None
            decision = self._usable(answer, reduced, past)
        except (Unresolved, Down, Malformed) as error:
            reason = "request_unreadable" if isinstance(error, Malformed) else str(error)
            return self._without(reason, request, reduced, past, usage)
        left = Reserve() if reduced.state.bound else self._reserve(past, reduced.constraints)
        return Resolution(
            decision.model,
            decision.reasoning_effort,
            "benchmark",
            answer.reason,
            usage,
            tuple(each for each in left.models if each.model != decision.model),
            reduced=reduced,
            simulated=answer.simulated,
            bound=reduced.state.bound,
        )

    async def _ask(self, asked: DecideRequest) -> DecideResponse:
        url = self.settings.decide_at("decide")
        if url is None or self.secret is None:
            raise Unresolved("decide_not_configured")
        asking = Asking(self.transport, url, self.secret, self.settings.deadline_ms)
        with self.breaker.turn():
            answer = await asking.ask(asked)
        if isinstance(answer, str):
            raise Unresolved(answer)
        return answer

    def _usable(self, answer: DecideResponse, reduced: Reduced, past: Past) -> Decision:
        """Return the decision. Raises Unresolved without one, or when its model may not serve."""
        decision = answer.decision
        if decision is None:
            raise Unresolved(f"decide_null: {answer.reason}")
        if decision.model in (*self.settings.virtual_models, *self.settings.denied_models):
            raise Unresolved("decide_model_not_allowed")
        if reduced.state.bound and past.served not in (None, decision.model):
            raise Unresolved("decide_left_state_bound")
        return decision

    def _reserve(self, past: Past, wanted: Constraints) -> Reserve:
        return reserve(self.settings.fallbacks, past, wanted)

    def _without(
        self,
        reason: str,
        request: Incoming,
        reduced: Reduced | None,
        past: Past,
        usage: ClassifierUsage | None = None,
    ) -> Resolution:
        """Return what serves without a decision: the session's model, else a fallback."""
        denied = Constraints(denied_models=self.settings.denied_models)
        wanted = reduced.constraints if reduced else denied
        holds = reduced.state.bound if reduced else any(continued(request.body))
        found = bound(past, wanted) if holds else self._reserve(past, wanted)
        first = found.models[0] if found.models else None
        return Resolution(
            first.model if first else None,
            first.reasoning_effort if first else None,
            "session" if first and first.model == past.served else "fallback",
            reason,
            usage,
            found.models[1:],
            found.objections,
            reduced,
            bound=holds,
        )
