"""Scores a classification against the labels of a person."""

from contracts.classification import Classification, Labels
from contracts.rounding import half_up, in_order

# As in the reference system.
WEIGHTS = {
    "task_type": 0.25,
    "reasoning_complexity": 0.20,
    "context_complexity": 0.15,
    "execution_mode": 0.15,
    "subtask_type": 0.10,
    "requires_tools": 0.10,
    "risk_level": 0.05,
}


def score(expected: Labels, found: Classification) -> float:
    """Return the weighted share of equal fields, 0 to 1, with four decimals; confidence does not
    count.
    """
    equal = (w for name, w in WEIGHTS.items() if getattr(expected, name) == getattr(found, name))
    return half_up(in_order(equal), 4)
