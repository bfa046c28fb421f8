"""What is live never goes back in time, and a run publishes once."""

from datetime import timedelta

import pytest

from adapters.blobs import Blobs
from adapters.ending import Ending
from adapters.items import Items
from adapters.publications import PublicationStore
from adapters.runs import RunStore
from contracts import objects
from contracts.run import RunKind, RunStatus
from contracts.table import RoutingTable
from tests.samples import NOON, run, table, winner


@pytest.fixture
def ending(items: Items, runs: RunStore, blobs: Blobs) -> Ending:
    return Ending(runs, PublicationStore(items), blobs)


def test_a_run_completes_and_publishes_together(ending: Ending) -> None:
    started = run()
    ending.runs.create(started)
    assert ending.complete(started, NOON, table("v1")) == "published"
    live, ended = ending.live.table(), ending.runs.get(started.run_id)
    assert live is not None
    assert ended is not None
    assert (live.version, ended.status) == ("v1", RunStatus.COMPLETED)


def test_a_run_that_started_earlier_completes_without_replacing_a_newer_table(
    ending: Ending,
) -> None:
    old, new = run(at=NOON), run(at=NOON + timedelta(hours=1))
    ending.runs.create(new)
    ending.complete(new, NOON, table("new"))
    ending.runs.create(old)
    assert ending.complete(old, NOON, table("old")) == "superseded"
    live, ended = ending.live.table(), ending.runs.get(old.run_id)
    assert live is not None
    assert ended is not None
    assert (live.version, ended.status) == ("new", RunStatus.COMPLETED)


def test_a_run_that_was_failed_meanwhile_publishes_nothing(ending: Ending) -> None:
    started = run()
    ending.runs.create(started)
    ending.fail(started, NOON, "timed out")
    assert ending.complete(started, NOON, table("late")) == "not_running"
    assert ending.live.table() is None


def test_the_winner_is_published_the_same_way(ending: Ending) -> None:
    started = run(RunKind.CLASSIFIER)
    ending.runs.create(started)
    assert ending.complete(started, NOON, winner()) == "published"
    assert ending.live.winner() == winner()


def test_copies_follow_the_truth(ending: Ending, blobs: Blobs) -> None:
    started = run()
    ending.runs.create(started)
    ending.complete(started, NOON, table("v1"))
    ending.refresh_copies()
    text = blobs.get(objects.LIVE_TABLE)
    assert text is not None
    assert RoutingTable.model_validate_json(text) == table("v1")
    assert blobs.get(objects.LIVE_WINNER) is None
