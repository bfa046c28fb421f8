"""Finds tiers whose cases do not separate the candidates."""

from collections.abc import Sequence

from contracts.table import Candidate
from contracts.tier import Tier

CEILING = 0.95  # chosen: above it, a failure is as likely the case's as the model's


def saturated(candidates: Sequence[Candidate]) -> bool:
    """Return whether each of at least two candidates may solve more than 95 % of the cases, by its
    upper bound. Then the cases show no difference that counts, and the cheapest serves unseen.
    """
    return len(candidates) > 1 and all((c.upper or 0.0) > CEILING for c in candidates)


def told(tier: Tier, candidates: Sequence[Candidate]) -> str:
    """Return what an admin is told about a saturated tier."""
    lowest = min(c.upper or 0.0 for c in candidates)
    return (
        f"tier {tier} is saturated: each of {len(candidates)} candidates may solve more than "
        f"{CEILING:.0%} of its cases (lowest upper bound {lowest:.3f}), so they do not separate "
        "the candidates; publish the draft if that is good enough, or add harder cases: "
        "`autoroute dataset items RUN` lists those that all candidates solve"
    )
