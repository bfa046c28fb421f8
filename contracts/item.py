"""What the answers of a run say about a case itself."""

from enum import StrEnum

from contracts.control_record import ControlRecord
from contracts.dataset import CaseId
from contracts.scalars import Count, Share
from contracts.tier import Tier


class Finding(StrEnum):
    """What a case does wrong. All solve, none solves: it separates no candidates. Weakest solves:
    the weakest candidate of the tier solves a high case. Inverted: better candidates solve it less
    often than worse ones.
    """

    ALL_SOLVE = "all_solve"
    NONE_SOLVES = "none_solves"
    WEAKEST_SOLVES = "weakest_solves"
    INVERTED = "inverted"


class Item(ControlRecord):
    """A case in the light of the answers of `candidates` candidates. `solve_rate` is the mean of
    their scores; `discrimination` correlates those with their scores in all other cases, from -1 to
    1. Bounds are one-sided. What cannot be known from so few candidates is None. `unsteady`:
    repetitions of a candidate disagree.
    """

    case_id: CaseId
    tier: Tier | None
    candidates: Count
    solve_rate: Share
    lower: Share
    upper: Share
    discrimination: float | None = None
    discrimination_lower: float | None = None
    discrimination_upper: float | None = None
    finding: Finding | None = None
    unsteady: bool = False
