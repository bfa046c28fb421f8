"""The evidence about one candidate in one tier or on one route."""

from typing import Literal

from contracts.control_record import ControlRecord, Route
from contracts.failure import FailureCause
from contracts.scalars import Count, Millis, Share, Text, Usd
from contracts.tier import Tier

ALL_TIERS: Literal["*"] = "*"


class Summary(ControlRecord):
    """Of a tier; with `route` of that route over all tiers. `cases` counts distinct graded cases,
    `passes` those with a mean score of at least one half over their repetitions; `lower` and
    `upper` are one-sided bounds of the accuracy at `confidence`. `holes` counts (case, repetition)
    pairs without a gradable outcome, `hole_share` is their share of all pairs. The mean cost of a
    case lies between `cost_lower_usd` and `cost_upper_usd`, each one-sided at `confidence`; None
    for fewer than two cases.
    """

    model: Text
    tier: Tier | Literal["*"]
    route: Route | None = None
    accuracy: Share | None
    lower: Share | None
    upper: Share | None
    confidence: Share
    cases: Count
    passes: Count
    holes: Count
    hole_share: Share = 0.0
    avg_cost_usd: Usd | None
    cost_lower_usd: Usd | None = None
    cost_upper_usd: Usd | None = None
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
