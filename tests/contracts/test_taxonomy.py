"""A route is a task type and one of its own subtypes."""

import pytest

from contracts.taxonomy import PAIRS, ROUTES, SubtaskType, TaskType, known_route, route_of


def test_every_pair_of_the_taxonomy_is_a_route() -> None:
    assert route_of(TaskType.DEBUGGING, SubtaskType.BUG_FIXING) == "debugging/bug_fixing"
    assert tuple(route_of(*pair) for pair in PAIRS) == ROUTES
    assert tuple(map(known_route, ROUTES)) == ROUTES


@pytest.mark.parametrize("route", ["debugging", "debugging/", "bug_fixing/debugging", "x/y"])
def test_anything_else_is_refused_by_name(route: str) -> None:
    with pytest.raises(ValueError, match=f"{route} is not a route"):
        known_route(route)
