"""The routing table: per tier, candidates in the order in which they are preferred."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from contracts.model import Count, Millis, Share, Text, Usd, Wire
from contracts.tier import Tier

Effort = Literal["minimal", "low", "medium", "high"]
SwitchCostFactor = Annotated[float, Field(ge=1, le=100, allow_inf_nan=False)]


class Rule(StrEnum):
    """How a candidate meets the bar: by its mean, or by the lower bound of its accuracy."""

    MEAN = "mean"
    WILSON = "wilson"


class Candidate(Wire):
    """`lower`, `upper`, `cases` and `passes` are absent in tables of the reference system."""

    model: Text
    accuracy: Share
    avg_cost_usd: Usd
    meets_threshold: bool
    reasoning_effort: Effort | None = None
    lower: Share | None = None
    upper: Share | None = None
    cases: Count | None = None
    passes: Count | None = None
    p95_latency_ms: Millis | None = None


Candidates = Annotated[tuple[Candidate, ...], Field(min_length=1)]


class Tiers(Wire):
    low: Candidates
    medium: Candidates
    high: Candidates

    def of(self, tier: Tier) -> tuple[Candidate, ...]:
        return {Tier.LOW: self.low, Tier.MEDIUM: self.medium, Tier.HIGH: self.high}[tier]


class RoutingTable(Wire):
    version: Text
    generated_at: datetime
    min_accuracy: Share
    switch_cost_factor: SwitchCostFactor
    source: Literal["benchmark"] = "benchmark"
    rule: Rule = Rule.MEAN
    confidence: Share | None = None
    simulated: bool = False
    unproven: tuple[Tier, ...] = ()
    tiers: Tiers
