"""A routing table out of the summaries of a run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from contracts.summary import Summary
from contracts.table import Candidate, Effort, RoutingTable, Rule, Tiers
from contracts.tier import TIERS, Tier
from functions.publish.rank import pooled, rank


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
    usable = [s for s in summaries if _usable(s, terms)]
    found = [[_candidate(s, terms) for s in usable if s.tier == tier] for tier in TIERS]
    scores = pooled(found)
    ranked = [rank(each, terms.min_accuracy, terms.rule, scores) for each in found]
    tiers = dict(zip(TIERS, ranked, strict=True))
    empty = next((tier for tier, served in tiers.items() if not served), None)
    if empty:
        return EmptyTier(empty)
    unproven = tuple(t for t, served in tiers.items() if not served[0].meets_threshold)
    return RoutingTable(
        version=version,
        generated_at=generated_at,
        min_accuracy=terms.min_accuracy,
        switch_cost_factor=terms.switch_cost_factor,
        rule=terms.rule,
        confidence=terms.confidence,
        simulated=terms.simulated,
        unproven=unproven,
        tiers=Tiers(**{tier.value: tuple(served) for tier, served in tiers.items()}),
    )


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
