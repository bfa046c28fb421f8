"""The evidence about one candidate in one tier."""

from typing import Literal

from contracts.model import Count, Millis, Share, Text, Usd, Wire
from contracts.result import FailureCause
from contracts.tier import Tier

ALL_TIERS: Literal["*"] = "*"


class Summary(Wire):
    """`cases` counts distinct graded cases, `passes` those with a mean score of at least one half
    over their repetitions; `lower` and `upper` are one-sided bounds of the accuracy at
    `confidence`. `holes` counts (case, repetition) pairs without a gradable outcome, `hole_share`
    is their share of all pairs."""

    model: Text
    tier: Tier | Literal["*"]
    accuracy: Share | None
    lower: Share | None
    upper: Share | None
    confidence: Share
    cases: Count
    passes: Count
    holes: Count
    hole_share: Share = 0.0
    avg_cost_usd: Usd | None
    avg_latency_ms: Millis | None
    p50_latency_ms: Millis | None
    p95_latency_ms: Millis | None
    errors: Count
    timeouts: Count
    cause: FailureCause | None = None

    @property
    def broken(self) -> bool:
        """Nothing could be graded: `cause` says why. This is no accuracy of 0."""
        return self.cases == 0
