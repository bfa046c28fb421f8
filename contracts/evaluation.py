"""The whole router's number: what routing by a table costs and solves, classifier included."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.control_record import ControlRecord
from contracts.scalars import Count, Share, Text, Usd
from contracts.tier import Tier

Number = Annotated[float, Field(allow_inf_nan=False)]


class Policy(StrEnum):
    """What the router is compared with: the same model for every case, a draw between the cheapest
    and the best that costs what the router costs, and a choice with knowledge of the outcomes.
    """

    ALWAYS_BEST = "always_best"
    ALWAYS_FALLBACK = "always_fallback"
    ALWAYS_CHEAPEST = "always_cheapest"
    EQUAL_COST_MIX = "equal_cost_mix"
    ORACLE = "oracle"


class Estimate(ControlRecord):
    """The mean over `cases`, with one-sided bounds, each at the confidence of the evaluation. The
    mean is None without a case, the bounds where too few cases tell.
    """

    mean: Number | None
    lower: Number | None = None
    upper: Number | None = None
    cases: Count


class Router(ControlRecord):
    """The router: accuracy, and USD of a case with the call of its classifier. `served` counts the
    cases by the model that served them.
    """

    accuracy: Estimate
    cost_usd: Estimate
    classifier_cost_usd: Estimate
    served: dict[str, Count]


class Comparison(ControlRecord):
    """A policy, and the router less the policy on the cases that both have. `best_share` is the
    share of cases that the mix gives to the best model.
    """

    policy: Policy
    accuracy: Estimate
    cost_usd: Estimate
    accuracy_difference: Estimate
    cost_difference_usd: Estimate
    best_share: Share | None = None


class Misrouting(ControlRecord):
    """What the errors of the classifier cost. `confusion` counts cases by stated and derived tier,
    as `high>low`; `high>none` had no usable answer. The differences are routing by derived tier
    and route less routing by the stated ones, by the same tables, without the classifier's price.
    """

    confusion: dict[str, Count]
    misrouted: Count
    accuracy_difference: Estimate
    cost_difference_usd: Estimate


class Place(ControlRecord):
    """The router in one stated tier, or on one stated route."""

    name: Text
    cases: Count
    accuracy: Estimate
    cost_usd: Estimate


class Headline(ControlRecord):
    """An evaluation in short, for the history."""

    version: Text
    accuracy: Number | None
    cost_usd: Usd | None
    cases: Count
    simulated: bool
    why_not: Text | None


class Evaluation(ControlRecord):
    """The evaluation of a table's version. Each case was routed by a table that was built without
    its fold. `why_not` says why there is no number; then `router` is None. Of `cases`,
    `unclassified` have no classification, `missing` no outcome of the model that the router chose,
    and `unpriced` no known cost of it or of the classifier's call; none of them counts as 0.
    """

    version: Text
    at: datetime
    classifier: Text
    simulated: bool
    confidence: Share
    folds: Count
    cases: Count
    unclassified: Count
    missing: Count = 0
    unpriced: Count = 0
    why_not: Text | None = None
    router: Router | None = None
    comparisons: tuple[Comparison, ...] = ()
    misrouting: Misrouting | None = None
    tiers: dict[Tier, Place] = Field(default_factory=dict)
    routes: tuple[Place, ...] = ()

    @property
    def headline(self) -> Headline:
        found = self.router
        return Headline(
            version=self.version,
            accuracy=found.accuracy.mean if found else None,
            cost_usd=found.cost_usd.mean if found else None,
            cases=found.accuracy.cases if found else 0,
            simulated=self.simulated,
            why_not=self.why_not,
        )
