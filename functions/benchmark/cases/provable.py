"""Says how many cases a tier needs, so that a candidate can be proven there."""

import math
from collections.abc import Iterator

from contracts.config import Config
from contracts.options import Rule
from contracts.statistics import cases_to_compare, cases_to_prove, spend
from contracts.tier import Tier


def shortfalls(config: Config, tier: Tier, count: int) -> Iterator[tuple[str, str]]:
    """Yield what `count` cases cannot show, with the setting that asks for it: that even a
    candidate that passes every case reaches the bar, and that one that differs from the fallback in
    no case is as good.
    """
    bar, sure = config.bar(tier), spend(config.confidence, len(config.looks) or 1)[-1]
    needed = cases_to_prove(bar, sure) if config.rule is Rule.WILSON else 0
    if count < needed:
        yield (
            f"{count} cases of tier {tier} cannot prove minAccuracy {bar} at confidence "
            f"{sure:.3g}: a candidate that passes all cases needs {_count(needed)}",
            "lower minAccuracy",
        )
    least = cases_to_compare(config.fallback_margin, sure)
    if config.fallback_model and count < least:
        yield (
            f"{count} cases of tier {tier} cannot show that a candidate is as good as the fallback "
            f"within fallbackMargin {config.fallback_margin} at confidence {sure:.3g}: at least "
            f"{least} are needed",
            "raise fallbackMargin",
        )


def _count(needed: float) -> str:
    return "more cases than any dataset has" if math.isinf(needed) else f"{needed:.0f}"
