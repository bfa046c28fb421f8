"""The routing table: for each tier, and some routes, the candidates in order of preference."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from contracts.hot_record import HotRecord
from contracts.options import Effort, Granularity, Rule, SwitchCost
from contracts.price import Capability, Price
from contracts.routable import not_virtual
from contracts.scalars import Count, Millis, Share, Text, Usd
from contracts.taxonomy import known_route
from contracts.tier import TIERS, Tier, TierBars


class Verdict(StrEnum):
    """What the bounds say. Proven: the lower bound reaches the bar. Rejected: the upper bound is
    below it. Open: neither.
    """

    PROVEN = "proven"
    OPEN = "open"
    REJECTED = "rejected"


class Why(StrEnum):
    """Why a candidate serves: it is the cheapest proven one; it is the incumbent and a change would
    not pay; it is the fallback and no other is shown to be as good; none is proven and it is the
    best.
    """

    CHEAPEST_PROVEN = "cheapest_proven"
    INCUMBENT = "incumbent"
    FALLBACK = "fallback"
    BEST_UNPROVEN = "best_unproven"


class Candidate(HotRecord):
    """A model of the table. Tables of the reference system end at `reasoning_effort`.
    `meets_threshold` is true when `verdict` is proven.
    """

    model: Text
    accuracy: Share
    avg_cost_usd: Usd
    meets_threshold: bool
    reasoning_effort: Effort | None = None
    verdict: Verdict | None = None
    lower: Share | None = None
    upper: Share | None = None
    confidence: Share | None = None
    cases: Count | None = None
    passes: Count | None = None
    effective_cases: Annotated[float, Meta(ge=0)] | None = None
    holes: Count | None = None
    timeouts: Count | None = None
    cost_lower_usd: Usd | None = None
    cost_upper_usd: Usd | None = None
    p50_latency_ms: Millis | None = None
    p95_latency_ms: Millis | None = None

    def __post_init__(self) -> None:
        not_virtual(self.model)


Candidates = Annotated[tuple[Candidate, ...], Meta(min_length=1)]


class Tiers(HotRecord):
    low: Candidates
    medium: Candidates
    high: Candidates

    def of(self, tier: Tier) -> tuple[Candidate, ...]:
        return {Tier.LOW: self.low, Tier.MEDIUM: self.medium, Tier.HIGH: self.high}[tier]


class Serving(HotRecord):
    """Why the first candidate serves, in a word and in a sentence."""

    why: Why
    detail: Text


class Servings(HotRecord):
    low: Serving
    medium: Serving
    high: Serving

    def of(self, tier: Tier) -> Serving:
        return {Tier.LOW: self.low, Tier.MEDIUM: self.medium, Tier.HIGH: self.high}[tier]


class RouteEntry(HotRecord):
    """The candidates of a route on which a cheaper one is proven than the one that serves the
    tier.
    """

    route: str
    tier: Tier
    candidates: Candidates
    serving: Serving

    def __post_init__(self) -> None:
        known_route(self.route)


class RoutingTable(HotRecord, kw_only=True):
    """A table. `unproven` lists the tiers that an unproven candidate serves, `saturated` the tiers
    whose cases separate no candidates; `serving` says why a candidate serves. What follows
    `source` is absent in tables of the reference system.
    """

    version: Text
    generated_at: datetime
    min_accuracy: Share
    switch_cost_factor: Annotated[float, Meta(ge=1, le=100)]
    source: Literal["benchmark"] = "benchmark"
    tier_min_accuracy: TierBars = TierBars()
    rule: Rule = Rule.MEAN
    confidence: Share | None = None
    simulated: bool = False
    granularity: Granularity = Granularity.TIER
    fallback_model: Text | None = None
    switch_cost: SwitchCost = SwitchCost.FACTOR
    prices: dict[str, Price] = {}  # noqa: RUF012
    capabilities: dict[str, Capability] = {}  # noqa: RUF012
    unproven: tuple[Tier, ...] = ()
    saturated: tuple[Tier, ...] = ()
    serving: Servings | None = None
    tiers: Tiers
    routes: tuple[RouteEntry, ...] = ()

    def bar(self, tier: Tier) -> float:
        return self.tier_min_accuracy.of(tier, self.min_accuracy)

    def entry(self, tier: Tier, route: str | None) -> RouteEntry | None:
        """Return the entry of the route, which is used instead of the tier; None without one."""
        return next((e for e in self.routes if e.tier is tier and e.route == route), None)

    def candidates(self, tier: Tier, route: str | None = None) -> tuple[Candidate, ...]:
        """Return the candidates in order of preference; the first one serves."""
        entry = self.entry(tier, route)
        return entry.candidates if entry else self.tiers.of(tier)

    def why(self, tier: Tier, route: str | None = None) -> Why:
        """Return why the first candidate serves."""
        entry = self.entry(tier, route)
        serving = entry.serving if entry else self.serving and self.serving.of(tier)
        if serving:
            return serving.why
        return Why.BEST_UNPROVEN if tier in self.unproven else Why.CHEAPEST_PROVEN

    @property
    def models(self) -> frozenset[str]:
        """All models that may serve."""
        strata = [self.tiers.of(tier) for tier in TIERS] + [e.candidates for e in self.routes]
        return frozenset(c.model for candidates in strata for c in candidates)
