"""Draft, gate, live: which drafts become live without a person, and which may not."""

import pytest

from adapters.dynamodb.decisions import DecisionCounts
from adapters.dynamodb.items import Items
from contracts.errors import Refused
from contracts.publication import DraftState, Publication
from contracts.run import Run
from contracts.tier import TIERS, Tier
from functions.publish.release import AUTO, Releaser
from tests.publish.released import (
    COSTS,
    HOUR,
    cheap,
    dear,
    ended,
    gate,
    live,
    pending,
    rows,
    serving,
)
from tests.samples import NOON, run


def test_a_draft_without_objection_becomes_live_with_who_when_and_why(releaser: Releaser) -> None:
    one = cheap(releaser)
    assert pending(releaser, one, NOON) is DraftState.LIVE
    (done,) = releaser.store.history()
    assert done == Publication(
        action="publish",
        version=one.run_id,
        replaced=None,
        at=NOON,
        by=AUTO,
        why="the gate had no objection",
    )


def test_a_draft_says_where_its_numbers_come_from(releaser: Releaser) -> None:
    one = cheap(releaser)
    pending(releaser, one, NOON)
    found = releaser.store.draft(one.run_id)
    assert found is not None
    origin = found.provenance
    assert (origin.run_id, origin.dataset, len(origin.cases)) == (one.run_id, one.dataset, 60)
    assert origin.cases["low-0"] == "0" * 16


def test_the_gate_shows_what_would_change_and_for_how_many(
    releaser: Releaser, items: Items
) -> None:
    pending(releaser, cheap(releaser), NOON)
    for n in range(4):
        DecisionCounts(items).count(Tier.LOW if n else Tier.HIGH, "debugging/bug_fixing", NOON)
    two = dear(releaser, 1)
    assert pending(releaser, two, NOON) is DraftState.LIVE
    found = gate(releaser, two)
    assert found.against == run().run_id
    assert [c.tier for c in found.changes] == list(TIERS)
    assert all(c.new_winner for c in found.changes)
    assert found.changes[0].before == ("d/cheap", "d/dear")
    assert (found.decisions, found.moved) == (4, 1.0)
    assert found.cost_change == pytest.approx(9.0)


def test_what_would_move_is_unknown_while_no_decision_was_counted(releaser: Releaser) -> None:
    pending(releaser, cheap(releaser), NOON)
    two = dear(releaser, 1)
    pending(releaser, two, NOON)
    assert (gate(releaser, two).moved, gate(releaser, two).cost_change) == (None, None)


def test_releasing_again_changes_nothing(releaser: Releaser) -> None:
    one = cheap(releaser)
    pending(releaser, one, NOON)
    assert pending(releaser, one, NOON) is None
    assert len(list(releaser.store.history())) == 1


def test_a_run_that_started_earlier_never_replaces_a_later_one(releaser: Releaser) -> None:
    late, early = cheap(releaser, 1), dear(releaser)
    pending(releaser, late, NOON)
    assert pending(releaser, early, NOON) is DraftState.SUPERSEDED
    for force in (False, True):
        with pytest.raises(Refused, match="started later, is live"):
            releaser.publish(early.run_id, NOON, "me", "I want it", force=force)
    assert live(releaser) == late.run_id


def test_a_run_that_the_sweep_ended_is_never_published(releaser: Releaser) -> None:
    of = run()
    releaser.runs.give_up(of)
    one = ended(releaser, of, *rows(of, "d/cheap"), *rows(of, "d/dear"))
    assert pending(releaser, one, NOON) is DraftState.REFUSED
    with pytest.raises(Refused, match="the sweep ended the run"):
        releaser.publish(one.run_id, NOON, "me", "I want it", force=True)
    assert live(releaser) is None


def holey(releaser: Releaser, hours: int, *, cheap: int, dear: int) -> Run:
    of = run(at=NOON + hours * HOUR, deciderModels=[{"id": m} for m in COSTS])
    found = [*rows(of, "d/cheap", holes=cheap), *rows(of, "d/dear", holes=dear)]
    return ended(releaser, of, *found)


def test_a_winner_that_could_not_be_measured_is_not_replaced_unless_somebody_insists(
    releaser: Releaser,
) -> None:
    pending(releaser, cheap(releaser), NOON)
    two = holey(releaser, 1, cheap=10, dear=0)
    assert pending(releaser, two, NOON) is DraftState.REFUSED
    assert "d/cheap, which serves now, has no grade" in gate(releaser, two).refusals[0]
    with pytest.raises(Refused, match="which serves now"):
        releaser.publish(two.run_id, NOON, "me", "it is gone for good", force=False)
    releaser.publish(two.run_id, NOON, "me", "it is gone for good", force=True)
    assert serving(releaser) == "d/dear"
    newest = next(iter(releaser.store.history()))
    assert (newest.by, newest.why) == ("me", "it is gone for good")


def test_too_many_holes_keep_a_table_back(releaser: Releaser) -> None:
    of = run(deciderModels=[{"id": "d/cheap"}, {"id": "d/dear"}, {"id": "d/third"}])
    gone = [r.model_copy(update={"candidate": "d/third"}) for r in rows(of, "d/dear", holes=10)]
    one = ended(releaser, of, *rows(of, "d/cheap", holes=10), *gone, *rows(of, "d/dear"))
    assert pending(releaser, one, NOON) is DraftState.REFUSED
    assert "tier low: too many holes, 2 of 3 candidates" in gate(releaser, one).refusals[0]


def test_simulated_models_do_not_replace_real_ones(releaser: Releaser, items: Items) -> None:
    of = run().model_copy(update={"simulated": False})
    real = ended(releaser, of, *rows(of, "d/cheap"), *rows(of, "d/dear"))
    pending(releaser, real, NOON)
    toy = dear(releaser, 1)
    assert pending(releaser, toy, NOON) is DraftState.REFUSED
    assert "simulated" in gate(releaser, toy).refusals[0]
