"""Cases of one skill count as one: bounds hold when the cases of a skill pass or fail together."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.result import CaseResult
from contracts.statistics import effective_cases, wilson
from contracts.tier import Tier
from functions.publish.paired import Paired
from functions.publish.summarize import summarize
from tests.samples import result, run

SIZES = (1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6)


def results(outcomes: Iterable[tuple[str | None, bool]], model: str = "m") -> list[CaseResult]:
    rows = enumerate(outcomes)
    return [
        result(run(), f"case-{n}", model).model_copy(
            update={"score": float(passed), "skill": skill}
        )
        for n, (skill, passed) in rows
    ]


@given(st.lists(st.sampled_from("abcdef"), min_size=1))
def test_cases_count_for_no_more_than_they_are_and_no_less_than_their_skills(
    skills: list[str],
) -> None:
    found = effective_cases(skills)
    assert 1 <= found <= len(set(skills)) <= len(skills)
    assert effective_cases(skills * 3) == pytest.approx(found)


def test_cases_of_skills_of_their_own_count_each() -> None:
    assert effective_cases("abcd") == 4
    assert effective_cases("") == 0


def covered(share: float, chance: random.Random, *, clustered: bool) -> bool:
    """Return whether the lower bound is below the truth, where skills pass or fail as a whole."""
    skills = [f"s{n}" for n, size in enumerate(SIZES) for _ in range(size)]
    passes = {skill: chance.random() < share for skill in skills}
    cases = effective_cases(skills) if clustered else len(skills)
    mean = sum(passes[skill] for skill in skills) / len(skills)
    return wilson(mean * cases, cases, 0.9)[0] <= share


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9])
def test_the_bound_holds_at_its_confidence_where_counting_cases_does_not(share: float) -> None:
    chance, rounds = random.Random(1), 2_000
    held = sum(covered(share, chance, clustered=True) for _ in range(rounds)) / rounds
    naive = sum(covered(share, chance, clustered=False) for _ in range(rounds)) / rounds
    assert held >= 0.88
    assert naive < held - 0.05


def test_a_summary_says_for_how_many_independent_cases_its_bounds_hold() -> None:
    twins = summarize("m", Tier.LOW, results([("s", True)] * 4 + [(None, True)] * 4), 0.9)
    alone = summarize("m", Tier.LOW, results([(None, True)] * 8), 0.9)
    assert (twins.cases, alone.cases, alone.effective_cases) == (8, 8, 8)
    assert twins.effective_cases == 3.2
    assert (twins.lower or 0) < (alone.lower or 0)
    assert twins.accuracy == alone.accuracy


def test_two_candidates_are_compared_by_skill() -> None:
    mine = results([("s", True), ("s", True), (None, True)], "a")
    theirs = results([("s", False), ("s", True), (None, True)], "b")
    found = Paired.of([*mine, *theirs]).differences(Tier.LOW, "a", "b")
    assert sorted(found) == [0.0, 0.5]
