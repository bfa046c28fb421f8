"""A routing table out of the summaries of a run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from contracts.summary import Summary
from contracts.table import Candidate, Effort, RoutingTable, Rule, Tiers
from contracts.tier import TIERS, Tier
from functions.publish.rank import rank


@dataclass(frozen=True)
class Terms:
    """What a run's config says about the table made from it."""

    min_accuracy: float
    switch_cost_factor: float
    rule: Rule
    confidence: float | None = None
    efforts: Mapping[str, Effort | None] = field(default_factory=dict)
    simulated: bool = False
    max_hole_share: float = 1.0


@dataclass(frozen=True)
class EmptyTier:
    """No table: no candidate has a known price and enough evidence in this tier."""

    tier: Tier


def build(
    version: str, generated_at: datetime, summaries: Iterable[Summary], terms: Terms
) -> RoutingTable | EmptyTier:
    """The table of a run, or the first tier for which there is nothing to publish."""
    evidence = list(summaries)
    tiers = {tier: _tier(tier, evidence, terms) for tier in TIERS}
    empty = next((tier for tier, found in tiers.items() if not found), None)
    if empty:
        return EmptyTier(empty)
    unproven = tuple(t for t, found in tiers.items() if not found[0].meets_threshold)
    return RoutingTable(
        version=version,
        generated_at=generated_at,
        min_accuracy=terms.min_accuracy,
        switch_cost_factor=terms.switch_cost_factor,
        rule=terms.rule,
        confidence=terms.confidence,
        simulated=terms.simulated,
        unproven=unproven,
        tiers=Tiers(**{tier.value: tuple(found) for tier, found in tiers.items()}),
    )


def _tier(tier: Tier, summaries: Iterable[Summary], terms: Terms) -> list[Candidate]:
    candidates = [_candidate(s, terms) for s in summaries if s.tier == tier and _usable(s, terms)]
    return rank(candidates, terms.min_accuracy, terms.rule)


def _usable(summary: Summary, terms: Terms) -> bool:
    complete = summary.hole_share <= terms.max_hole_share
    return summary.cases > 0 and summary.avg_cost_usd is not None and complete


def _candidate(summary: Summary, terms: Terms) -> Candidate:
    assert summary.accuracy is not None
    assert summary.avg_cost_usd is not None
    return Candidate(
        model=summary.model,
        accuracy=summary.accuracy,
        avg_cost_usd=summary.avg_cost_usd,
        meets_threshold=False,
        reasoning_effort=terms.efforts.get(summary.model),
        lower=summary.lower,
        upper=summary.upper,
        cases=summary.cases,
        passes=summary.passes,
        p95_latency_ms=summary.p95_latency_ms,
    )
