"""The results of one candidate in one tier or on one route."""

from typing import Literal

from contracts.control_record import ControlRecord, Route
from contracts.failure import FailureCause
from contracts.scalars import Count, Millis, Share, Text, Usd
from contracts.tier import Tier

ALL_TIERS: Literal["*"] = "*"


class Summary(ControlRecord):
    """A summary of a tier, or with `route` of that route over all tiers.

    `cases` counts distinct graded cases, `passes` those with a mean score of at least 0.5 over
    their repetitions; `lower` and `upper` are one-sided bounds of the accuracy at `confidence`.
    `holes` counts (case, repetition) pairs without a grade, `hole_share` is their share of all
    pairs. `cost_lower_usd` and `cost_upper_usd` are one-sided bounds of the mean cost of a case;
    None for fewer than two cases.
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
        """True when no case has a grade. The accuracy is unknown, not 0; `cause` says why."""
        return self.cases == 0
