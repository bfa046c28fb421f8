"""The end of a run: evidence is summed up, the outcome is live, repeating it changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from adapters.aws.blobs import Blobs
from adapters.dynamodb.runs import RunStore
from contracts import objects
from contracts.chunk import Evaluate
from contracts.errors import UnknownRun
from contracts.failure import FailureCause
from contracts.run import RunKind, RunStatus
from contracts.tier import TIERS
from functions.publish import findings
from functions.publish.build import Builder
from functions.publish.publish import Publisher
from functions.publish.release import Releaser
from functions.publish.summaries import summaries_of
from tests.benchmark.conftest import Outbox
from tests.publish.published import finish, live, rows
from tests.samples import NOON, lane, result, run


class Died(Exception):
    """The process ends here."""


def test_the_cheapest_proven_model_leads_every_tier(publisher: Publisher) -> None:
    started = run()
    dear = [r.model_copy(update={"cost_usd": 1.0}) for r in rows(started, "d/dear")]
    assert finish(publisher, started, *rows(started, "d/cheap"), *dear) == "live"
    found = live(publisher).table()
    assert found is not None
    for tier in TIERS:
        assert [c.model for c in found.tiers.of(tier)] == ["d/cheap", "d/dear"]
        assert found.tiers.of(tier)[1].reasoning_effort == "high"
    assert found.simulated
    assert found.unproven == ()


def asked(publisher: Publisher) -> list[Any]:
    outbox = publisher.evaluations
    assert isinstance(outbox, Outbox)
    return outbox.lose()


def test_a_table_that_goes_live_is_evaluated_and_again_by_each_new_classifier(
    publisher: Publisher,
) -> None:
    first = run()
    finish(publisher, first, *rows(first, "d/cheap"))
    assert asked(publisher) == [Evaluate(version=first.run_id)]
    publisher.publish(first.run_id, NOON)
    assert asked(publisher) == [Evaluate(version=first.run_id)], "the first message may be lost"
    chosen = run(RunKind.CLASSIFIER)
    right = [result(chosen, "case-1", m, tier=None) for m in chosen.entrants]
    assert finish(publisher, chosen, *right) == "published"
    assert asked(publisher) == [Evaluate(version=first.run_id)]


def test_a_draft_that_waits_for_an_admin_is_evaluated_and_with_the_setting_off_none_is(
    publisher: Publisher,
) -> None:
    waiting = run(autoPublish=False)
    assert finish(publisher, waiting, *rows(waiting, "d/cheap")) == "held"
    assert asked(publisher) == [Evaluate(version=waiting.run_id)]
    quiet = run(at=NOON + timedelta(hours=1), evaluate=False)
    assert finish(publisher, quiet, *rows(quiet, "d/cheap")) == "live"
    assert asked(publisher) == []


def noting(calls: list[str], name: str, do: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*args: Any) -> Any:
        calls.append(name)
        return do(*args)

    return noted


def test_results_are_read_and_the_table_is_drawn_once(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    for owner, name in ((RunStore, "results"), (Builder, "build"), (findings, "gate")):
        monkeypatch.setattr(owner, name, noting(calls, name, getattr(owner, name)))
    started = run()
    assert finish(publisher, started, *rows(started, "d/cheap")) == "live"
    assert sorted(calls) == ["build", "gate", "results"]


def test_a_publisher_that_dies_at_the_end_of_a_run_is_followed_by_one_that_publishes(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise Died

    started = run()
    monkeypatch.setattr(Releaser, "publish_pending", die)
    with pytest.raises(Died):
        finish(publisher, started, *rows(started, "d/cheap"))
    monkeypatch.undo()
    assert live(publisher).table() is None
    assert [publisher.publish(started.run_id, NOON) for _ in range(2)] == ["live", "ended already"]
    assert [done.action for done in live(publisher).history()] == ["publish"]


def test_a_broken_candidate_is_left_out_with_its_cause_and_does_not_stop_the_others(
    publisher: Publisher,
) -> None:
    started = run()
    broken = rows(started, "d/cheap", FailureCause.PROVIDER_ERROR)
    assert finish(publisher, started, *broken, *rows(started, "d/dear")) == "live"
    found = live(publisher).table()
    assert found is not None
    assert [c.model for c in found.tiers.low] == ["d/dear"]
    summary = next(s for s in summaries_of(started, broken) if s.model == "d/cheap")
    assert (summary.accuracy, summary.cases, summary.cause) == (
        None,
        0,
        FailureCause.PROVIDER_ERROR,
    )


def test_with_nothing_to_publish_the_run_fails_and_the_old_table_stays(
    publisher: Publisher,
) -> None:
    started = run()
    assert finish(publisher, started, *rows(started, "d/cheap", FailureCause.CLI_CRASH)) == "failed"
    ended = publisher.runs.get(started.run_id)
    assert ended is not None
    assert ended.status is RunStatus.FAILED
    assert "cli_crash" in (ended.error or "")
    assert live(publisher).table() is None


def test_publishing_again_repairs_the_copies_and_nothing_else(
    publisher: Publisher, blobs: Blobs
) -> None:
    started = run()
    finish(publisher, started, *rows(started, "d/cheap"))
    before = live(publisher).table()
    blobs.put(objects.LIVE_TABLE, "lost")
    assert publisher.publish(started.run_id, NOON) == "ended already"
    assert live(publisher).table() == before
    assert blobs.get(objects.LIVE_TABLE) != "lost"


def test_a_message_that_comes_early_ends_nothing(publisher: Publisher, runs: RunStore) -> None:
    started = run(cases=27)
    runs.create(started)
    runs.add_lanes(started.run_id, [lane("d/cheap", 27), lane("d/dear", 27)])
    for row in rows(started, "d/cheap"):
        runs.record(row)
    assert publisher.publish(started.run_id, NOON) == "unfinished"
    assert runs.require(started.run_id).status is RunStatus.RUNNING
    assert live(publisher).table() is None


@pytest.mark.parametrize(("holes", "published"), [(1, True), (2, False)])
def test_too_many_holes_in_a_tier_keep_a_candidate_out_of_it(
    publisher: Publisher, holes: int, published: bool
) -> None:
    started = run(maxHoleShare=0.12)
    cheap = [
        result(started, f"{tier}-{n}", tier=tier, cause=FailureCause.LOST if n < gone else None)
        for tier, gone in zip(TIERS, (0, holes, 0), strict=True)
        for n in range(9)
    ]
    assert finish(publisher, started, *cheap, *rows(started, "d/dear")) == "live"
    found = live(publisher).table()
    assert found is not None
    assert ("d/cheap" in [c.model for c in found.tiers.medium]) is published
    assert "d/cheap" in [c.model for c in found.tiers.low]


def test_a_candidate_that_was_stopped_keeps_the_whole_run_from_being_published(
    publisher: Publisher, runs: RunStore
) -> None:
    started = run(maxCostPerCandidateUsd=1.0)
    runs.create(started)
    runs.add_lanes(started.run_id, [lane("d/cheap", 27), lane("d/dear", 27)])
    for row in rows(started, "d/cheap"):
        runs.record(row)
    runs.stop_lane(started.run_id, lane("d/dear"), "budget")
    assert publisher.publish(started.run_id, NOON) == "stopped"
    ended = runs.require(started.run_id)
    assert ended.status is RunStatus.STOPPED_AT_BUDGET
    assert "d/dear" in (ended.error or "")
    assert live(publisher).table() is None


def test_a_candidate_that_was_stopped_but_lacks_nothing_is_published(
    publisher: Publisher, runs: RunStore
) -> None:
    started = run(maxCostPerCandidateUsd=1.0)
    runs.create(started)
    runs.add_lanes(started.run_id, [lane("d/cheap", 27), lane("d/dear", 27)])
    runs.stop_lane(started.run_id, lane("d/dear"), "budget")
    for row in [*rows(started, "d/cheap"), *rows(started, "d/dear")]:
        runs.record(row)
    assert publisher.publish(started.run_id, NOON) == "live"


def test_an_unknown_run_is_an_error(publisher: Publisher) -> None:
    with pytest.raises(UnknownRun, match="runId: nope"):
        publisher.publish("nope", NOON)
