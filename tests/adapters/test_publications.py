"""What is live changes as a whole, once, and only from the state that the writer knew."""

from datetime import timedelta

import pytest

from adapters.aws.blobs import Blobs
from adapters.dynamodb.items import Items
from adapters.dynamodb.publications import PublicationStore
from adapters.dynamodb.runs import RunStore
from adapters.run_completion import RunCompletion
from contracts import objects
from contracts.publication import Draft, DraftState, Hold, Publication
from contracts.run import RunKind, RunStatus
from contracts.table import RoutingTable, Tiers
from contracts.winner import Override
from tests.samples import NOON, candidate, draft, run, table, winner


@pytest.fixture
def ending(items: Items, runs: RunStore, blobs: Blobs) -> RunCompletion:
    return RunCompletion(runs, PublicationStore(items), blobs)


def test_a_run_completes_and_leaves_the_marker_of_its_table_together(ending: RunCompletion) -> None:
    started = run()
    ending.runs.create(started)
    assert not ending.live.pending(started.run_id)
    assert ending.complete(started, NOON, None) == "pending"
    ended = ending.runs.get(started.run_id)
    assert ended is not None
    assert ended.status is RunStatus.COMPLETED
    assert ending.live.pending(started.run_id)
    assert ending.live.table() is None


def test_a_run_that_was_failed_meanwhile_leaves_no_marker(ending: RunCompletion) -> None:
    started = run()
    ending.runs.create(started)
    ending.fail(started, NOON, "timed out")
    assert ending.complete(started, NOON, None) == "not_running"
    assert not ending.live.pending(started.run_id)


def test_the_winner_of_a_run_that_started_earlier_does_not_replace_a_newer_one(
    ending: RunCompletion,
) -> None:
    old = run(RunKind.CLASSIFIER)
    new = run(RunKind.CLASSIFIER, NOON + timedelta(hours=1))
    for started, came in ((new, "published"), (old, "superseded")):
        ending.runs.create(started)
        assert ending.complete(started, NOON, winner(started.run_id)) == came
    found, ended = ending.live.winner(), ending.runs.get(old.run_id)
    assert found is not None
    assert ended is not None
    assert (found.run_id, ended.status) == (new.run_id, RunStatus.COMPLETED)


def test_the_winner_is_published_the_same_way(ending: RunCompletion) -> None:
    started = run(RunKind.CLASSIFIER)
    ending.runs.create(started)
    assert ending.complete(started, NOON, winner()) == "published"
    assert ending.live.winner() == winner()


def publish(store: PublicationStore, new: Draft, hold: Hold | None = None) -> bool:
    done = Publication(
        action="publish", version=new.table.version, replaced=None, at=NOON, by="me", why="a test"
    )
    return store.publish(new, store.live(), done, hold)


def test_copies_follow_the_truth(ending: RunCompletion, blobs: Blobs) -> None:
    assert publish(ending.live, draft(run()))
    ending.refresh_copies()
    text = blobs.get(objects.LIVE_TABLE)
    assert text is not None
    assert RoutingTable.from_json(text) == table(run().run_id)
    assert blobs.get(objects.LIVE_CLASSIFIER) is None


def test_of_two_that_publish_on_the_same_table_one_does(ending: RunCompletion) -> None:
    store, one, two = ending.live, draft(run(), "one"), draft(run(), "two")
    seen = store.live()
    done = Publication(action="publish", version="x", replaced=None, at=NOON, by="me", why="a test")
    assert [store.publish(each, seen, done) for each in (one, two)] == [True, False]
    found = store.live()
    assert found is not None
    assert (found.table.version, found.revision) == ("one", 1)
    assert store.draft("two") is None


def test_nothing_is_published_past_a_hold(ending: RunCompletion) -> None:
    hold = Hold(at=NOON, by="me", why="a test")
    assert publish(ending.live, draft(run(), "one"), hold)
    assert not publish(ending.live, draft(run(), "two"))
    found = ending.live.live()
    assert found is not None
    assert found.table.version == "one"
    assert ending.live.held() == hold


def test_a_draft_that_is_live_is_not_filed_away(ending: RunCompletion) -> None:
    live = draft(run(), "one").model_copy(update={"state": DraftState.LIVE})
    assert publish(ending.live, live)
    ending.live.file(live.model_copy(update={"state": DraftState.REFUSED}))
    found = ending.live.draft("one")
    assert found is not None
    assert found.state is DraftState.LIVE


def test_what_was_live_before_is_retired(ending: RunCompletion) -> None:
    for version in ("one", "two"):
        publish(ending.live, draft(run(), version))
    states = {d.table.version: d.state for d in ending.live.drafts()}
    assert states["one"] is DraftState.RETIRED


def test_a_table_of_a_thousand_candidates_fits_and_comes_back_whole(ending: RunCompletion) -> None:
    many = tuple(candidate(f"vendor/model-{n}", 0.01 + n / 1e6) for n in range(1_000))
    huge = draft(run(), tiers=Tiers(low=many, medium=many, high=many))
    assert len(huge.wire_json()) > 600_000
    assert publish(ending.live, huge)
    assert ending.live.table() == huge.table
    assert ending.live.draft(run().run_id) == huge


def test_an_admins_choice_comes_before_the_winner_until_it_is_taken_back(
    ending: RunCompletion,
) -> None:
    store = ending.live
    assert store.classifier() is None
    started = run(RunKind.CLASSIFIER)
    ending.runs.create(started)
    ending.complete(started, NOON, winner())
    chosen = Override(model="c/other", at=NOON, by="me", why="a test")
    found = []
    for each in (None, chosen, None):
        store.set_override(each)
        live = store.classifier()
        found.append(live and live.model)
    assert found == ["c/one", "c/other", "c/one"]
