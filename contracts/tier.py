"""The difficulty tier of a request, computed from four axes of its classification."""

from enum import StrEnum

from contracts.hot_record import HotRecord
from contracts.scalars import Share
from contracts.taxonomy import ContextComplexity, ExecutionMode, Level


class Tier(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


TIERS = tuple(Tier)
_REASONING = {Level.LOW: 0, Level.MEDIUM: 2, Level.HIGH: 4}
_CONTEXT = {
    ContextComplexity.SMALL: 0,
    ContextComplexity.MEDIUM: 1,
    ContextComplexity.LARGE: 2,
}
_MODE = {
    ExecutionMode.ANSWER_ONLY: 0,
    ExecutionMode.CODE_CHANGE: 1,
    ExecutionMode.COMMAND_EXECUTION: 1,
    ExecutionMode.MULTI_STEP_PROJECT: 2,
}


def points(reasoning: Level, context: ContextComplexity, mode: ExecutionMode, risk: Level) -> int:
    """Return the difficulty in points, from 0 to 9."""
    return _REASONING[reasoning] + _CONTEXT[context] + _MODE[mode] + (risk is Level.HIGH)


def tier_of(score: int) -> Tier:
    """Return low for up to 2 points, medium for 3 to 5, high for 6 and more."""
    if score <= 2:
        return Tier.LOW
    return Tier.MEDIUM if score <= 5 else Tier.HIGH


class TierBars(HotRecord):
    """The bars of single tiers; None where the common bar holds."""

    low: Share | None = None
    medium: Share | None = None
    high: Share | None = None

    def of(self, tier: Tier, common: float) -> float:
        own = {Tier.LOW: self.low, Tier.MEDIUM: self.medium, Tier.HIGH: self.high}[tier]
        return common if own is None else own
