"""Builds a routing table from the summaries of a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from contracts.errors import Conflict
from contracts.options import Granularity
from contracts.summary import Summary
from contracts.table import Candidate, RouteEntry, RoutingTable, Servings, Tiers, Why
from contracts.taxonomy import ROUTES
from contracts.tier import TIERS, Tier
from functions.publish.non_inferiority import Fallback
from functions.publish.paired import Paired
from functions.publish.rank import NEAR_COST, pooled
from functions.publish.saturation import saturated
from functions.publish.select_server import Incumbent, Selection, select_server
from functions.publish.terms import Terms

_SHOWN = 5  # chosen: candidates of a route entry


@dataclass(frozen=True)
class EmptyTier:
    """A tier without a usable candidate, or with `model` without the fallback: accuracy or too
    many costs are unknown, or it has too many holes. No table is made.
    """

    tier: Tier
    model: str | None = None


@dataclass(frozen=True)
class Builder:
    summaries: tuple[Summary, ...]
    terms: Terms
    paired: Paired
    live: RoutingTable | None = None

    @cached_property
    def served(self) -> dict[Tier, Selection]:
        """The selection of each tier; empty tiers are left out."""
        found = {tier: self.tier(tier) for tier in TIERS}
        return {tier: selection for tier, selection in found.items() if selection}

    @property
    def empty(self) -> EmptyTier | None:
        tier = next((tier for tier in TIERS if tier not in self.served), None)
        if tier is None:
            return None
        return EmptyTier(tier, self.terms.fallback if self.candidates(tier) else None)

    def build(self, version: str, generated_at: datetime) -> RoutingTable:
        """Return the table. Raises Conflict when a tier is empty."""
        if self.empty:
            raise Conflict(
                f"version: {version} has no usable result in tier {self.empty.tier}; start a run"
            )
        terms, served = self.terms, self.served
        return RoutingTable(
            version=version,
            generated_at=generated_at,
            min_accuracy=terms.min_accuracy,
            tier_min_accuracy=terms.tier_bars,
            switch_cost_factor=terms.switch_cost_factor,
            rule=terms.rule,
            confidence=terms.confidence,
            simulated=terms.simulated,
            granularity=terms.granularity,
            fallback_model=terms.fallback,
            switch_cost=terms.switch_cost,
            prices=dict(terms.prices),
            capabilities=dict(terms.capabilities),
            saturated=tuple(tier for tier in TIERS if saturated(self.candidates(tier))),
            unproven=tuple(t for t, s in served.items() if not s.candidates[0].meets_threshold),
            serving=Servings(**{tier.value: s.serving for tier, s in served.items()}),
            tiers=Tiers(**{tier.value: s.candidates for tier, s in served.items()}),
            routes=self.routes(),
        )

    def candidates(self, tier: Tier, route: str | None = None) -> list[Candidate]:
        """Return the candidates with few enough unknown costs and holes."""
        place = ("*", route) if route else (tier, None)
        mine = [s for s in self.summaries if (s.tier, s.route) == place]
        return [_candidate(s, self.terms) for s in mine if _usable(s, self.terms)]

    def tier(self, tier: Tier) -> Selection | None:
        scores = pooled([self.candidates(each) for each in TIERS])
        return self._select(tier, None, scores)

    def routes(self) -> tuple[RouteEntry, ...]:
        if self.terms.granularity is Granularity.TIER:
            return ()
        found = (self._route(t, route, s) for route in ROUTES for t, s in self.served.items())
        return tuple(entry for entry in found if entry)

    def _route(self, tier: Tier, route: str, served: Selection) -> RouteEntry | None:
        """Return the entry of a route on which a cheaper candidate is proven than the one that
        serves the tier, by costs on the cases of the route; None without one.
        """
        settled = self._select(tier, route, {})
        there = {c.model: c for c in self.candidates(tier, route)}
        beside = there.get(served.candidates[0].model)
        if settled is None or beside is None or settled.serving.why is Why.FALLBACK:
            return None
        first = settled.candidates[0]
        cheaper = first.avg_cost_usd * NEAR_COST < beside.avg_cost_usd
        if not (first.meets_threshold and cheaper):
            return None
        shown = settled.candidates[:_SHOWN]
        return RouteEntry(route=route, tier=tier, candidates=shown, serving=settled.serving)

    def _select(
        self, tier: Tier, route: str | None, scores: Mapping[str, float]
    ) -> Selection | None:
        return select_server(
            self.candidates(tier, route),
            self.terms.bar(tier),
            scores,
            self._incumbent(tier, route),
            self.fallback(route or tier),
        )

    def _incumbent(self, tier: Tier, route: str | None) -> Incumbent | None:
        """Return the model that serves now, unless its effort has changed."""
        if self.live is None or (route and not self.live.entry(tier, route)):
            return None
        now = self.live.candidates(tier, route)[0]
        same = self.terms.efforts.get(now.model, now.reasoning_effort) == now.reasoning_effort
        return Incumbent(now.model, now.meets_threshold) if same else None

    def fallback(self, stratum: str) -> Fallback | None:
        model = self.terms.fallback
        if model is None:
            return None
        return Fallback(
            model, self.terms.margin, lambda other: self.paired.differences(stratum, other, model)
        )


def _usable(summary: Summary, terms: Terms) -> bool:
    complete = summary.hole_share <= terms.max_hole_share
    priced = summary.cost_for_ranking(terms.max_hole_share) is not None
    return summary.cases > 0 and priced and complete


def _candidate(summary: Summary, terms: Terms) -> Candidate:
    assert summary.accuracy is not None
    cost = summary.cost_for_ranking(terms.max_hole_share)
    assert cost is not None
    same = (set(Candidate.__struct_fields__) & set(Summary.model_fields)) - {"avg_cost_usd"}
    return Candidate(
        **{name: getattr(summary, name) for name in same},
        avg_cost_usd=cost,
        meets_threshold=False,
        reasoning_effort=terms.efforts.get(summary.model),
    )
