"""Computes whether leaving a session's model for a cheaper one pays."""

from dataclasses import dataclass

from contracts.decision import NO_STATE, NonPortableState, Switch
from contracts.options import SwitchCost
from contracts.price import Price
from contracts.table import Candidate, RoutingTable

# Anthropic and OpenAI document that an idle prompt cache lives for five minutes at least.
CACHE_SECONDS = 300
# Anthropic's cache of an hour, which a request asks for with `cache_control.ttl`.
HOUR_SECONDS = 3600
# chosen: new input and output of one turn of a coding agent, in tokens, beside its context.
_NEW_TOKENS, _OUTPUT_TOKENS = 2_000, 800
# measured on generated sessions (benchmarks/sessions.py): 7 beats more, as tiers change sooner.
_FEWEST_TURNS, _MOST_TURNS = 3, 7
# How often a session that leaves comes back to find its cache gone. measured on the same sessions:
# 0.4 costs the least where it is wrong; less loses with close prices, more with distant ones.
_COMES_BACK = 0.4


@dataclass(frozen=True)
class Session:
    """The session's state: `model` served `idle_seconds` ago; each turn reads `context_tokens`
    again. None is unknown. With `hour` the provider keeps it in its cache for an hour. `state` is
    what only some vendors can read of the conversation.
    """

    model: str | None = None
    idle_seconds: float | None = None
    context_tokens: int | None = None
    messages: int | None = None
    hour: bool = False
    state: NonPortableState = NO_STATE

    def lost(self, model: str) -> int:
        """Return the tokens of opaque reasoning that `model` could not read."""
        readable = any(vendor in model.lower() for vendor in self.state.vendors)
        return 0 if readable else self.state.tokens

    @property
    def cold(self) -> bool:
        """True when the provider's cache has forgotten the context."""
        kept = HOUR_SECONDS if self.hour else CACHE_SECONDS
        return self.idle_seconds is None or self.idle_seconds > kept

    @property
    def turns(self) -> int:
        """The turns still expected on this tier: as many as there were, two messages a turn, within
        bounds. What has lasted long lasts long (Lindy's law).
        """
        return min(_MOST_TURNS, max(_FEWEST_TURNS, (self.messages or 0) // 2))


@dataclass(frozen=True)
class SwitchAssessment:
    """Whether a switch pays, with its numbers."""

    pays: bool
    switch: Switch


def assess(
    table: RoutingTable, fresh: Candidate, kept: Candidate, session: Session
) -> SwitchAssessment:
    """Return whether the switch breaks even: the saving per turn, times the expected turns, against
    reading the context without the provider's cache, now and perhaps again on the way back, and
    against thinking again what another vendor's model cannot read. With an unknown price or
    context, and with `switch_cost: factor`, the mean cost of a case has to be lower by the table's
    factor.
    """
    by_factor = fresh.avg_cost_usd * table.switch_cost_factor < kept.avg_cost_usd
    size = session.context_tokens
    listed = (table.prices.get(c.model, Price()) for c in (fresh, kept))
    prices = [price.at((size or 0) + _NEW_TOKENS) for price in listed]
    turn = [_turn_usd(price, size, hour=session.hour) for price in prices]
    reread = [_reread_usd(price, size, hour=session.hour) for price in prices]
    if table.switch_cost is SwitchCost.FACTOR or None in (*turn, *reread):
        return SwitchAssessment(by_factor, Switch(incumbent=kept.model))
    saved = _known(turn[1]) - _known(turn[0])
    back = (_COMES_BACK - session.cold) * _known(reread[1])
    again = session.lost(fresh.model) * (prices[0].completion or 0.0)
    cost = _known(reread[0]) + back + again
    pays = saved > 0 and saved * session.turns > cost
    noted = Switch(
        incumbent=kept.model, saved_per_turn_usd=saved, cost_usd=cost, turns=session.turns
    )
    return SwitchAssessment(pays, noted)


def _known(value: float | None) -> float:
    assert value is not None
    return value


def _turn_usd(price: Price, context: int | None, *, hour: bool) -> float | None:
    """Return the USD of a turn: context from the cache, new input written to it, and output."""
    new = price.written(hour=hour)
    if context is None or price.prompt is None or price.completion is None or new is None:
        return None
    return context * _cached(price) + _NEW_TOKENS * new + _OUTPUT_TOKENS * price.completion


def _reread_usd(price: Price, context: int | None, *, hour: bool) -> float | None:
    """Return the USD that reading the context, and writing it to the cache again, costs more than
    from the cache. Without a price of cached tokens there is no cache to lose.
    """
    again = price.prompt if price.cached is None else price.written(hour=hour)
    if context is None or again is None:
        return None
    return context * max(0.0, again - _cached(price))


def _cached(price: Price) -> float:
    """Return USD per cached token; a provider that lists no such price gives no discount."""
    return min(price.prompt or 0.0, price.prompt or 0.0 if price.cached is None else price.cached)
