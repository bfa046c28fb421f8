"""The table of a fold comes from the production builder, and knows nothing of the fold."""

from contracts.result import CaseResult
from contracts.run import Run
from contracts.table import RoutingTable
from contracts.tier import TIERS
from functions.evaluate.report import About, evaluate
from functions.evaluate.subjects import Derived, subjects_of
from functions.evaluate.tables import Tables
from functions.publish.build import EmptyTier
from tests.publish.released import rows
from tests.samples import NOON, run


def both(of: Run) -> list[CaseResult]:
    return [*rows(of, "d/cheap"), *rows(of, "d/dear")]


def test_what_a_held_out_case_shows_does_not_move_its_table() -> None:
    of = run()
    usual = both(of)
    changed = [r.model_copy(update={"score": 0.0}) if r.case_id == "low-3" else r for r in usual]
    found, other = (Tables(of, each).without({"low-3"}) for each in (usual, changed))
    assert found == other
    assert isinstance(found, RoutingTable)
    assert [c.cases for c in found.tiers.low] == [19, 19]
    assert Tables(of, usual).without(()) != Tables(of, changed).without(())


def test_a_fold_without_which_no_table_is_made_is_told() -> None:
    of = run()
    low = {r.case_id for r in both(of) if r.tier == "low"}
    assert isinstance(Tables(of, both(of)).without(low), EmptyTier)


def test_the_router_of_a_run_serves_what_the_production_rule_chooses() -> None:
    """One model costs ten times as much, and both pass every case."""
    of = run()
    found = both(of)
    derived = {r.case_id: Derived(r.tier, None, 0.01) for r in found}
    about = About(of.run_id, NOON, "c/one", simulated=True, confidence=0.9)
    judged = evaluate(about, subjects_of(found, derived), Tables(of, found).without)
    assert judged.router is not None
    assert judged.folds == 20
    assert judged.router.served == {"d/cheap": 60}
    assert judged.router.accuracy.mean == 1.0
    assert abs((judged.router.cost_usd.mean or 0) - 0.11) < 1e-12
    assert [each.policy for each in judged.comparisons] == [
        *("always_best", "always_cheapest", "equal_cost_mix", "oracle")
    ]
    assert [place.accuracy.cases for place in judged.tiers.values()] == [20] * len(TIERS)


def test_repetitions_are_averaged_and_an_unknown_cost_makes_the_mean_unknown() -> None:
    of = run()
    one = rows(of, "d/cheap", 20)[0]
    again = one.model_copy(update={"repetition": 1, "score": 0.0, "cost_usd": None})
    (subject,) = subjects_of([one, again], {})
    assert subject.outcomes["d/cheap"].score == 0.5
    assert subject.outcomes["d/cheap"].cost_usd is None
    (hole,) = subjects_of(rows(of, "d/cheap", 20, holes=20)[:1], {})
    assert hole.outcomes == {}
