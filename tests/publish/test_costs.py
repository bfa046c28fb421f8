"""Costs that are unknown, or known in part: what a summary says, and which may rank."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.failure import FailureCause
from contracts.options import Rule
from contracts.result import CaseResult
from contracts.summary import Summary
from contracts.tier import TIERS, Tier
from functions.publish.build import Builder
from functions.publish.paired import Paired
from functions.publish.summarize import summarize
from functions.publish.terms import Terms
from functions.publish.winner import winner
from tests.samples import result, run


def row(n: int, cost: float | None, known: float = 0.0, **changes: object) -> CaseResult:
    found = result(run(), f"case-{n}", "d/cheap", tier=Tier.LOW, cost=0.0)
    return found.model_copy(update={"cost_usd": cost, "known_cost_usd": known, **changes})


def timeouts(known: float) -> list[CaseResult]:
    """Return 42 results of .01 USD, and 18 that were cut."""
    late = {"cause": FailureCause.TIMEOUT, "score": 0.0, "detail": "late"}
    return [
        *(row(n, 0.01) for n in range(42)),
        *(row(42 + n, None, known, **late) for n in range(18)),
    ]


def test_a_mean_over_those_that_were_not_cut_ranks_no_candidate() -> None:
    found = summarize("d/cheap", Tier.LOW, timeouts(0.3), 0.9)
    assert (found.avg_cost_usd, found.unpriced, found.unpriced_share) == (0.01, 18, 0.3)
    assert found.cost_at_least_usd == pytest.approx(0.097)
    assert found.cost_for_ranking(0.1) is None
    assert found.cost_for_ranking(0.3) == pytest.approx(0.097)


def test_such_a_candidate_is_left_out_of_the_table_and_does_not_win() -> None:
    cut = summarize("d/cheap", Tier.LOW, timeouts(0.0), 0.9)
    whole = cut.model_copy(update={"model": "d/dear", "avg_cost_usd": 0.05, "unpriced_share": 0.0})
    builder = Builder(
        tuple(s.model_copy(update={"tier": t}) for s in (cut, whole) for t in TIERS),
        Terms(0.1, 1.2, Rule.MEAN, max_hole_share=0.1),
        Paired.of(()),
    )
    assert [c.model for c in builder.candidates(Tier.LOW)] == ["d/dear"]
    found = winner([s.model_copy(update={"tier": "*"}) for s in (cut, whole)], 0.1, None)
    assert found is not None
    assert found.model == "d/dear"


COSTS = st.none() | st.floats(0, 1)


@given(st.lists(st.tuples(COSTS, st.floats(0, 1)), min_size=1, max_size=30))
def test_a_cost_is_never_ranked_below_what_is_known_to_be_paid(
    costs: list[tuple[float | None, float]],
) -> None:
    rows = [row(n, cost, known) for n, (cost, known) in enumerate(costs)]
    found: Summary = summarize("d/cheap", Tier.LOW, rows, 0.9)
    least = sum(r.least_cost_usd for r in rows) / len(rows)
    assert found.unpriced == sum(r.cost_usd is None for r in rows)
    ranked = found.cost_for_ranking(1.0)
    assert ranked is None or ranked >= least - 1e-8


def test_errors_are_what_ended_without_an_answer_and_formats_are_told_apart() -> None:
    causes = (None, FailureCause.WRONG_ANSWER, FailureCause.FORMAT, FailureCause.LIMIT_EXCEEDED)
    rows = [row(n, 0.1, cause=cause, detail="x") for n, cause in enumerate(causes)]
    found = summarize("d/cheap", Tier.LOW, rows, 0.9)
    assert (found.errors, found.formats, found.timeouts) == (1, 1, 0)
