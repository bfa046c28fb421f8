"""The limits of one attempt at a case; a tier may have limits of its own."""

from typing import Annotated

from pydantic import Field

from contracts.control_record import ControlRecord
from contracts.tier import Tier

Timeout = Annotated[int, Field(ge=5, le=3600)]
Calls = Annotated[int, Field(ge=1, le=500)]
CaseUsd = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]


class CaseLimits(ControlRecord):
    """The limits of one attempt at a case: `timeout` in seconds, calls, and cost in USD."""

    timeout: Annotated[int, Field(ge=1)]
    max_calls: Annotated[int, Field(ge=1)]
    max_cost_usd: Annotated[float, Field(gt=0, allow_inf_nan=False)]


class OwnLimits(ControlRecord):
    """The limits of one tier; None where those of the config hold."""

    case_timeout: Timeout | None = None
    max_calls_per_case: Calls | None = None
    max_cost_per_case_usd: CaseUsd | None = None


# Chosen: a high case of the dataset takes 8 to 40 tool steps in its reference solution.
HIGH = OwnLimits(case_timeout=900, max_calls_per_case=150, max_cost_per_case_usd=5.0)


class TierLimits(ControlRecord):
    low: OwnLimits = OwnLimits()
    medium: OwnLimits = OwnLimits()
    high: OwnLimits = HIGH

    def of(self, tier: Tier) -> OwnLimits:
        return {Tier.LOW: self.low, Tier.MEDIUM: self.medium, Tier.HIGH: self.high}[tier]
