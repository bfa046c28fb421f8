"""Draft, gate, live: what may be published by which person, and what happens when something
breaks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.dynamodb.decisions import DecisionCounts
from adapters.dynamodb.items import Items
from adapters.dynamodb.publications import PublicationStore, marker
from adapters.dynamodb.runs import RunStore
from contracts.errors import Conflict, Refused, UnknownDraft
from contracts.failure import FailureCause
from contracts.publication import DraftState, Gate, Hold, Publication
from contracts.result import CaseResult
from contracts.run import Run, RunStatus
from contracts.tier import TIERS, Tier
from functions.publish.findings import Findings
from functions.publish.release import AUTO, Releaser
from tests.samples import NOON, result, run

HOUR = timedelta(hours=1)
COSTS = {"d/cheap": 0.1, "d/dear": 1.0}


@pytest.fixture
def releaser(items: Items, runs: RunStore) -> Releaser:
    return Releaser(runs, PublicationStore(items), DecisionCounts(items))


def rows(of: Run, model: str, right: int = 20, holes: int = 0) -> list[CaseResult]:
    """Return twenty results in each tier: the first `right` are passed, the last `holes` are
    holes."""
    found = []
    for tier in TIERS:
        for n in range(20):
            cause = FailureCause.PROVIDER_ERROR if n >= 20 - holes else None
            row = result(of, f"{tier}-{n}", model, tier=tier, cost=COSTS[model], cause=cause)
            found.append(row.model_copy(update={"score": 1.0 if n < right else 0.0}))
    return found


def ended(releaser: Releaser, of: Run, *found: CaseResult) -> Run:
    """Return a completed run whose table is still to be drawn."""
    store, runs = releaser.store, releaser.runs
    assert isinstance(store, PublicationStore)
    assert isinstance(runs, RunStore)
    runs.create(of)
    runs.put_results(found)
    runs.end(of, NOON, RunStatus.COMPLETED, None, marker(of.run_id))
    return runs.require(of.run_id)


def cheap(releaser: Releaser, hours: int = 0, **changes: Any) -> Run:
    of = run(at=NOON + hours * HOUR, **changes)
    return ended(releaser, of, *rows(of, "d/cheap"), *rows(of, "d/dear"))


def dear(releaser: Releaser, hours: int = 0, **changes: Any) -> Run:
    """Return a completed run in which the cheap candidate has become bad."""
    of = run(at=NOON + hours * HOUR, **changes)
    return ended(releaser, of, *rows(of, "d/cheap", 2), *rows(of, "d/dear"))


def pending(releaser: Releaser, of: Run, at: datetime) -> DraftState | None:
    return releaser.publish_pending(Findings(of, releaser.runs), at)


def live(releaser: Releaser) -> str | None:
    found = releaser.store.live()
    return found.table.version if found else None


def serving(releaser: Releaser) -> str:
    found = releaser.store.live()
    assert found is not None
    return found.table.tiers.low[0].model


def gate(releaser: Releaser, of: Run) -> Gate:
    found = releaser.store.draft(of.run_id)
    assert found is not None
    return found.gate


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


def test_without_automatic_publishing_a_draft_waits_for_somebody(releaser: Releaser) -> None:
    one = cheap(releaser, autoPublish=False)
    assert pending(releaser, one, NOON) is DraftState.HELD
    assert live(releaser) is None
    releaser.publish(one.run_id, NOON, "me", "looks right", force=False)
    assert live(releaser) == one.run_id
    with pytest.raises(Refused, match="live already"):
        releaser.publish(one.run_id, NOON, "me", "again", force=False)


def test_while_a_hold_stands_nothing_is_published(releaser: Releaser) -> None:
    releaser.hold(NOON, "me", "a customer demo")
    one = cheap(releaser)
    assert pending(releaser, one, NOON) is DraftState.HELD
    for act in (
        lambda: releaser.publish(one.run_id, NOON, "you", "now", force=True),
        lambda: releaser.hold(NOON, "you", "me too"),
    ):
        with pytest.raises(Conflict, match=r"by me \(a customer demo\)"):
            act()
    releaser.release_hold(NOON, "me", "it is over")
    releaser.publish(one.run_id, NOON, "me", "now", force=False)
    assert [p.action for p in releaser.store.history()] == ["release", "publish", "hold"]
    with pytest.raises(Refused, match="no hold stands"):
        releaser.release_hold(NOON, "me", "again")


def test_one_step_back_restores_what_was_live_and_holds_it(releaser: Releaser) -> None:
    one, two = cheap(releaser), dear(releaser, 1)
    pending(releaser, one, NOON)
    before = releaser.store.live()
    pending(releaser, two, NOON + HOUR)
    assert serving(releaser) == "d/dear"
    releaser.rollback(NOON + 2 * HOUR, "me", "complaints")
    now = releaser.store.live()
    assert before is not None
    assert now is not None
    assert now.table == before.table
    held = releaser.store.held()
    assert held is not None
    assert held.why == "rolled back: complaints"
    assert pending(releaser, cheap(releaser, 3), NOON + 3 * HOUR) is DraftState.HELD
    states = [releaser.store.draft(each.run_id) for each in (one, two)]
    assert [d and d.state for d in states] == [DraftState.LIVE, DraftState.RETIRED]
    assert pending(releaser, two, NOON + 3 * HOUR) is None, "its message comes once more"


def test_there_is_no_way_back_from_the_first_table(releaser: Releaser) -> None:
    with pytest.raises(Refused, match="no table was live before"):
        releaser.rollback(NOON, "me", "complaints")
    pending(releaser, cheap(releaser), NOON)
    with pytest.raises(Refused, match="no table was live before"):
        releaser.rollback(NOON, "me", "complaints")


def test_an_unknown_version_is_refused_by_name(releaser: Releaser) -> None:
    with pytest.raises(UnknownDraft, match="version: nope"):
        releaser.publish("nope", NOON, "me", "x", force=False)


def meanwhile(store: PublicationStore, act: Callable[[], None]) -> Any:
    """Return a store that another process uses once, between the read of what is live and the
    write."""

    class Between(PublicationStore):
        done: list[bool] = []  # noqa: RUF012

        def publish(self, *args: Any, **kwargs: Any) -> bool:
            if not self.done:
                self.done.append(True)
                act()
            return super().publish(*args, **kwargs)

    return Between(store.items)


def test_a_draft_is_drawn_anew_when_another_table_became_live_meanwhile(
    releaser: Releaser,
) -> None:
    assert isinstance(releaser.store, PublicationStore)
    first, second = dear(releaser, 0), cheap(releaser, 1)
    racing = replace(releaser, store=meanwhile(releaser.store, lambda: _release(releaser, first)))
    assert pending(racing, second, NOON) is DraftState.LIVE
    assert live(releaser) == second.run_id
    assert gate(releaser, second).against == first.run_id


def _release(releaser: Releaser, of: Run) -> None:
    pending(releaser, of, NOON)


def test_a_hold_that_comes_between_look_and_write_holds(releaser: Releaser) -> None:
    assert isinstance(releaser.store, PublicationStore)
    one = cheap(releaser)
    held = meanwhile(releaser.store, lambda: _hold(releaser))
    assert pending(replace(releaser, store=held), one, NOON) is DraftState.HELD
    assert live(releaser) is None


def _hold(releaser: Releaser) -> None:
    releaser.hold(NOON, "me", "stop")


def test_a_release_that_died_half_way_is_made_good_by_the_next_message(
    releaser: Releaser,
) -> None:
    assert isinstance(releaser.store, PublicationStore)

    def die() -> None:
        raise ConnectionError

    one = cheap(releaser)
    with pytest.raises(ConnectionError):
        pending(replace(releaser, store=meanwhile(releaser.store, die)), one, NOON)
    assert live(releaser) is None
    assert pending(releaser, one, NOON) is DraftState.LIVE


def test_a_hold_names_who_and_why(releaser: Releaser) -> None:
    held = releaser.hold(NOON, "me", "a customer demo")
    assert held == releaser.store.held() == Hold(at=NOON, by="me", why="a customer demo")
