"""Cases on worlds: each solution passes; of a sample, all wrong and hostile work fails.

`make dataset-proof` tries all of it, which takes many minutes."""

import json
import subprocess
from pathlib import Path

import pytest

from contracts.dataset import DeciderCase
from contracts.tier import Tier
from functions.benchmark.cases.load import WORLDS, load_deciders
from functions.benchmark.cases.worlds import load_worlds
from local.matrix import faults
from local.proof import Workplace

CASES = [case for case in load_deciders() if case.world]
# One of each world; another one whenever a case changes.
SAMPLE = {case.world.name: case for case in sorted(CASES, key=lambda c: c.digest) if case.world}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.case_id)
def test_the_solution_of_a_case_on_a_world_passes(case: DeciderCase, tmp_path: Path) -> None:
    place = Workplace(case, tmp_path)
    assert place.passes(place.solve())


@pytest.mark.parametrize("case", SAMPLE.values(), ids=lambda case: case.case_id)
def test_wrong_and_hostile_work_on_a_world_fails(case: DeciderCase) -> None:
    assert list(faults(case)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.case_id)
def test_a_case_on_a_world_says_what_a_reviewer_needs(case: DeciderCase) -> None:
    """At least three mistakes, another right solution or derivation, a skill, labels of two. Where
    two labellers make different tiers of it, the lower one holds.
    """
    assert case.axes
    assert case.second_axes
    tiers = list(Tier)
    assert tiers.index(case.tier) <= tiers.index(case.second_axes.tier)
    assert case.skill
    assert len(case.mistakes) >= 2
    assert case.alternatives if case.check.kind == "verifier" else case.compute
    if case.tier is Tier.HIGH:
        assert len(case.solution.steps) >= 8


def test_no_two_cases_on_worlds_share_a_skill() -> None:
    assert len({case.skill for case in CASES}) == len(CASES)


@pytest.mark.parametrize("name", load_worlds(WORLDS))
def test_a_world_has_the_files_of_its_last_commit(name: str, tmp_path: Path) -> None:
    """The history ends where the case begins, so that nothing but the case's changes differs."""
    case = next(case for case in CASES if case.world and case.world.name == name)
    bare = case.model_copy(update={"files": {}})
    state = bare.world and bare.world.model_copy(update={"removed": (), "commit": None})
    place = Workplace(bare.model_copy(update={"world": state}), tmp_path)
    done = subprocess.run(
        ["git", "status", "--porcelain"], cwd=place.folder, capture_output=True, check=True
    )
    assert done.stdout == b""


def test_each_case_whose_answer_is_graded_was_solved_blind() -> None:
    solved = {row["caseId"]: row for row in json.loads((WORLDS / "solved.json").read_text())}
    assert solved.keys() == {case.case_id for case in CASES if case.check.kind != "verifier"}
    assert all(row["agreed"] or row["mended"] for row in solved.values())
    assert all(row.get("steps", 1) > 0 for row in solved.values())
