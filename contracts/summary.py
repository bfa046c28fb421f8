"""The results of one candidate in one tier or on one route."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.control_record import ControlRecord, Route
from contracts.failure import FailureCause
from contracts.scalars import Count, Millis, Share, Text, Usd
from contracts.tier import Tier

ALL_TIERS: Literal["*"] = "*"


class Summary(ControlRecord):
    """A summary of a tier, or with `route` of that route over all tiers.

    `cases` counts distinct graded cases, `passes` those with a mean score of at least 0.5 over
    their repetitions; `lower` and `upper` are one-sided bounds of the accuracy at `confidence`, for
    `effective_cases`: cases of one skill count as one.
    `holes` counts (case, repetition) pairs without a grade, `hole_share` is their share of all
    pairs. `cost_lower_usd` and `cost_upper_usd` are one-sided bounds of the mean cost of a case;
    None for fewer than two cases. `avg_cost_usd` is the mean over results of known cost; `unpriced`
    counts the others, and `cost_at_least_usd` is the mean with the known part of theirs. `errors`
    counts results that ended without an answer, `formats` right answers in a wrong form.

    Of a classifier, `accuracy` counts what `classifierBar` says; `label_score` is the mean weighted
    share of right labels, and `confusion` counts graded results by expected and answered tier, as
    `high>low`; `high>none` had no usable answer. `expected_loss_usd` is what a request loses by it
    under the table that was live, see docs/statistics.md; None without one.
    """

    model: Text
    tier: Tier | Literal["*"]
    route: Route | None = None
    accuracy: Share | None
    lower: Share | None
    upper: Share | None
    confidence: Share
    cases: Count
    effective_cases: Annotated[float, Field(ge=0)] = 0.0
    passes: Count
    holes: Count
    hole_share: Share = 0.0
    avg_cost_usd: Usd | None
    cost_lower_usd: Usd | None = None
    cost_upper_usd: Usd | None = None
    unpriced: Count = 0
    unpriced_share: Share = 0.0
    cost_at_least_usd: Usd | None = None
    avg_latency_ms: Millis | None
    p50_latency_ms: Millis | None
    p95_latency_ms: Millis | None
    errors: Count
    timeouts: Count
    formats: Count = 0
    label_score: Share | None = None
    confusion: dict[str, Count] = Field(default_factory=dict)
    expected_loss_usd: Usd | None = None
    cause: FailureCause | None = None

    def cost_for_ranking(self, most_unpriced: float) -> float | None:
        """Return the mean cost of a case in USD, never less than what is known to be paid; None
        when more than the share `most_unpriced` of the costs is unknown. Calls are cut because they
        are long: a mean over the rest would flatter.
        """
        if self.avg_cost_usd is None or self.unpriced_share > most_unpriced:
            return None
        return max(self.avg_cost_usd, self.cost_at_least_usd or 0.0)

    @property
    def broken(self) -> bool:
        """True when no case has a grade. The accuracy is unknown, not 0; `cause` says why."""
        return self.cases == 0
