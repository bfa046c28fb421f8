"""What a person publishes, holds and rolls back."""

import pytest

from contracts.errors import Conflict, Refused, UnknownDraft
from contracts.publication import DraftState, Hold
from functions.publish.release import Releaser
from tests.publish.released import HOUR, cheap, dear, live, pending, serving
from tests.samples import NOON


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


def test_a_hold_names_who_and_why(releaser: Releaser) -> None:
    held = releaser.hold(NOON, "me", "a customer demo")
    assert held == releaser.store.held() == Hold(at=NOON, by="me", why="a customer demo")
