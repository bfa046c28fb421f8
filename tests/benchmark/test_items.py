"""Item analysis: cases that separate no candidates are named, and unknown stays unknown."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.failure import FailureCause
from contracts.item import Finding, Item
from contracts.result import CaseResult
from contracts.statistics import correlation_bounds
from contracts.tier import Tier
from functions.benchmark.cases.items import items
from tests.samples import result, run

WRONG = FailureCause.WRONG_ANSWER


def row(case_id: str, candidate: str, *, solved: bool = True, tier: Tier = Tier.LOW) -> CaseResult:
    found = result(run(), case_id, candidate, cause=None if solved else WRONG)
    return found.model_copy(update={"tier": tier})


def findings(rows: list[CaseResult]) -> dict[str, Finding | None]:
    return {item.case_id: item.finding for item in items(rows)}


def test_cases_on_which_all_agree_and_unsteady_ones_are_named() -> None:
    down = result(run(), "easy", "c", cause=FailureCause.PROVIDER_ERROR)
    again = row("shaky", "a", solved=False).model_copy(update={"repetition": 1})
    rows = [
        *(row("easy", "a"), row("easy", "b"), down),
        *(row("hard", "a", solved=False), row("hard", "b", solved=False)),
        *(row("mixed", "a"), row("mixed", "b", solved=False)),
        *(row("shaky", "a"), again, row("shaky", "b", solved=False)),
    ]
    expected = {"easy": Finding.ALL_SOLVE, "hard": Finding.NONE_SOLVES}
    assert findings(rows) == {**expected, "mixed": None, "shaky": None}
    assert [item.case_id for item in items(rows) if item.unsteady] == ["shaky"]
    assert items(rows)[0].candidates == 2


def test_one_candidate_says_nothing_about_a_case() -> None:
    (found,) = items([row("case", "a")])
    assert (found.finding, found.discrimination, found.solve_rate) == (None, None, 1.0)


def ladder(case_id: str, solved_from: int, tier: Tier = Tier.LOW) -> list[CaseResult]:
    """Return a case that the candidates from this place on solve; the last is the best."""
    return [row(case_id, f"m{n}", solved=n >= solved_from, tier=tier) for n in range(6)]


def test_a_case_that_only_worse_candidates_solve_is_inverted() -> None:
    wrong_key = [row("wrong-key", f"m{n}", solved=n < 3) for n in range(6)]
    rows = [each for n in range(1, 6) for each in ladder(f"case-{n}", n)]
    found = {item.case_id: item for item in items([*rows, *wrong_key])}
    assert found["wrong-key"].finding is Finding.INVERTED
    assert (found["wrong-key"].discrimination or 0) < -0.5
    assert (found["case-3"].discrimination or 0) > 0.4


def test_a_high_case_that_the_weakest_solves_is_not_high() -> None:
    odd = [row("odd", f"m{n}", solved=n in (0, 4, 5), tier=Tier.HIGH) for n in range(6)]
    rows = [each for n in range(1, 6) for each in ladder(f"case-{n}", n, Tier.HIGH)]
    assert findings([*rows, *odd])["odd"] is Finding.WEAKEST_SOLVES
    low = [each.model_copy(update={"tier": Tier.LOW}) for each in [*rows, *odd]]
    assert findings(low)["odd"] is None


@given(st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=2, max_size=8))
def test_bounds_hold_what_they_bound_and_survive_the_wire(table: list[list[bool]]) -> None:
    rows = [
        row(f"case-{n}", f"m{m}", solved=solved)
        for n, answers in enumerate(table)
        for m, solved in enumerate(answers)
    ]
    for item in items(rows):
        assert Item.from_wire(item.wire()) == item
        assert item.lower <= item.solve_rate <= item.upper
        low, high = item.discrimination_lower, item.discrimination_upper
        if item.discrimination is not None and low is not None and high is not None:
            assert -1 <= low <= item.discrimination + 1e-9
            assert item.discrimination - 1e-9 <= high <= 1


@pytest.mark.parametrize("truth", [0.0, 0.5])
def test_the_lower_bound_of_a_correlation_holds_at_its_confidence(truth: float) -> None:
    chance, rounds, held = random.Random(4), 2_000, 0
    for _ in range(rounds):
        first = [chance.gauss(0, 1) for _ in range(10)]
        second = [truth * a + (1 - truth**2) ** 0.5 * chance.gauss(0, 1) for a in first]
        found = correlation_bounds([*zip(first, second, strict=True)], 0.9)
        held += found is not None and found[1] <= truth
    assert held / rounds == pytest.approx(0.9, abs=0.03)
