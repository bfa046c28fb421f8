"""What a person reads of an evaluation: each number with its bounds, and what was left out."""

import re

import pytest

from cli import render_evaluation
from contracts.evaluation import Evaluation
from tests.cli.test_render import text
from tests.evaluate.world import judged

LOST = {"router": None, "comparisons": (), "misrouting": None, "why_not": "too few cases"}


@pytest.fixture
def found() -> Evaluation:
    return judged(1, "good").evaluation


def flat(*parts: object) -> str:
    return re.sub(r"\s+", " ", text(*parts))  # type: ignore[arg-type]


def test_the_router_stands_beside_the_policies_with_what_was_left_out(found: Evaluation) -> None:
    shown = flat(*render_evaluation.evaluation(found))
    assert "simulated models" in shown
    assert "86.1%" in shown
    assert "(80–91)" in shown
    assert "always the best 88.9% $0.2 -2.8% (-8/+2) -$0.12 (-$0.14/-$0.1)" in shown
    assert "served by: d/cheap 21, d/dear 19, d/middle 32" in shown
    assert "0 not classified" in shown
    assert "Router by stated route" not in shown
    routes = render_evaluation.evaluation(found, routes=True)
    assert "Router by stated route" in flat(*routes)


def test_the_costs_of_a_draw_of_equal_cost_are_equal(found: Evaluation) -> None:
    assert "equal" in flat(*render_evaluation.evaluation(found)).partition("a draw of")[2][:90]


def test_without_a_number_the_reason_is_shown(found: Evaluation) -> None:
    lost = found.model_copy(update=LOST)
    assert "no number for the whole router of v: too few cases" in flat(
        *render_evaluation.evaluation(lost)
    )
    assert render_evaluation.headline(lost.headline) == "whole router: no number: too few cases"
