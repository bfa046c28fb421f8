"""A tier in which all candidates are good separates none: the table says so, and the gate holds."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.publication import DraftState
from contracts.run import Run
from contracts.statistics import wilson
from contracts.table import Candidate
from contracts.tier import TIERS
from functions.publish.release import Releaser
from functions.publish.saturation import saturated
from tests.publish.released import HOUR, cheap, ended, gate, live, pending, rows
from tests.samples import NOON, candidate, run


def solved(passes: int, cases: int = 20) -> Candidate:
    lower, upper = wilson(passes, cases, 0.9)
    return replace(candidate(f"m{passes}", 0.1), lower=lower, upper=upper)


@given(st.lists(st.integers(0, 20), min_size=2, max_size=9))
def test_a_tier_is_saturated_when_no_candidate_is_shown_to_fail_a_twentieth(
    passes: list[int],
) -> None:
    assert saturated([solved(n) for n in passes]) is (wilson(min(passes), 20, 0.9)[1] > 0.95)


def test_one_candidate_or_unknown_bounds_are_not_saturated() -> None:
    assert not saturated([solved(20)])
    assert not saturated([])
    assert not saturated([replace(candidate(m, 0.1), upper=None) for m in "ab"])


def good(releaser: Releaser, hours: int = 0) -> Run:
    return cheap(releaser, hours, holdSaturated=["medium", "high"])


def test_a_pool_in_which_all_are_good_waits_for_an_admin_and_says_why(releaser: Releaser) -> None:
    of = good(releaser)
    assert pending(releaser, of, NOON) is DraftState.HELD
    assert live(releaser) is None
    found = releaser.store.draft(of.run_id)
    assert found is not None
    assert found.table.saturated == TIERS
    assert len(found.gate.holds) == 2
    assert found.gate.holds[1].startswith(
        "tier high is saturated: each of 2 candidates may solve more than 95% of its cases "
    )
    assert found.gate.refusals == ()


def test_an_admin_publishes_it_without_force_and_the_next_is_not_held(
    releaser: Releaser,
) -> None:
    of = good(releaser)
    pending(releaser, of, NOON)
    releaser.publish(of.run_id, NOON, "ann", "low is easy work", force=False)
    assert live(releaser) == of.run_id
    again = good(releaser, 1)
    assert pending(releaser, again, NOON + HOUR) is DraftState.LIVE
    assert gate(releaser, again).holds == ()


def test_a_tier_that_one_candidate_often_fails_is_not_held(releaser: Releaser) -> None:
    of = run(holdSaturated=["low", "medium", "high"])
    done = ended(releaser, of, *rows(of, "d/cheap", 15), *rows(of, "d/dear"))
    assert pending(releaser, done, NOON) is DraftState.LIVE
    found = releaser.store.draft(of.run_id)
    assert found is not None
    assert found.table.saturated == ()


def test_a_tier_that_is_saturated_in_the_live_table_holds_nothing(releaser: Releaser) -> None:
    pending(releaser, cheap(releaser), NOON)
    of = good(releaser, 1)
    assert pending(releaser, of, NOON + HOUR) is DraftState.LIVE
