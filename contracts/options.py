"""What an admin chooses between: how hard a model thinks, and how a table is made and used."""

from enum import StrEnum
from typing import Literal

Effort = Literal["minimal", "low", "medium", "high"]


class Rule(StrEnum):
    """How a candidate meets the bar: by its mean, or by the lower bound of its accuracy."""

    MEAN = "mean"
    WILSON = "wilson"


class SwitchCost(StrEnum):
    """What a session's switch to a cheaper model has to be worth: a fixed factor of the mean cost
    of a case, or the price of reading its context anew.
    """

    FACTOR = "factor"
    BREAKEVEN = "breakeven"


class Granularity(StrEnum):
    """Whether a route may be served by another model than its tier."""

    TIER = "tier"
    ROUTE = "route"
