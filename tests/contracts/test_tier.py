"""The tier of a request, at each number of points."""

import pytest

from contracts.taxonomy import ContextComplexity, ExecutionMode, Level
from contracts.tier import Tier, points, tier_of

EASY = (Level.LOW, ContextComplexity.SMALL, ExecutionMode.ANSWER_ONLY, Level.LOW)
HARD = (Level.HIGH, ContextComplexity.LARGE, ExecutionMode.MULTI_STEP_PROJECT, Level.HIGH)


@pytest.mark.parametrize(
    ("tier", "scores"),
    [(Tier.LOW, (0, 1, 2)), (Tier.MEDIUM, (3, 4, 5)), (Tier.HIGH, (6, 7, 8, 9))],
)
def test_the_points_of_each_tier(tier: Tier, scores: tuple[int, ...]) -> None:
    assert {tier_of(score) for score in scores} == {tier}


@pytest.mark.parametrize(
    ("axis", "values"),
    [
        (0, {Level.LOW: 0, Level.MEDIUM: 2, Level.HIGH: 4}),
        (1, dict(zip(ContextComplexity, (0, 1, 2), strict=True))),
        (2, dict(zip(ExecutionMode, (0, 1, 1, 2), strict=True))),
        (3, {Level.LOW: 0, Level.MEDIUM: 0, Level.HIGH: 1}),
    ],
)
def test_each_axis_adds_its_points(axis: int, values: dict[str, int]) -> None:
    asked = [(*EASY[:axis], value, *EASY[axis + 1 :]) for value in values]
    assert [points(*each) for each in asked] == list(values.values())  # type: ignore[arg-type]


def test_the_axes_add_up() -> None:
    assert (points(*EASY), points(*HARD)) == (0, 9)
