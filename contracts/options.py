"""What an admin chooses between."""

from enum import StrEnum
from typing import Literal

Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]


class Rule(StrEnum):
    """What has to reach the bar: the mean of the accuracy, or its lower bound."""

    MEAN = "mean"
    WILSON = "wilson"


class ClassifierBar(StrEnum):
    """What counts as right in a classifier: the tier that its labels give, by which requests are
    routed, or the weighted share of right labels, as in the reference system.
    """

    TIER = "tier"
    SCORE = "score"


class SwitchCost(StrEnum):
    """When a session may change to a cheaper model: by a fixed factor of the mean cost of a case,
    or when it saves more than reading the context again without a cache costs.
    """

    FACTOR = "factor"
    BREAKEVEN = "breakeven"


class Granularity(StrEnum):
    """Whether the table has candidates for tiers alone or also for routes."""

    TIER = "tier"
    ROUTE = "route"
