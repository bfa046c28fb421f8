"""A run without progress is dispatched again by one sweep, whatever was lost."""

from datetime import timedelta

import pytest

from contracts.admin import ResumeRun
from contracts.chunk import RunMessage
from contracts.failure import FailureCause
from contracts.run import Run, RunKind, RunStatus
from tests.benchmark.conftest import GIVE_UP, STALL, Bench, chunks_in, good
from tests.samples import NOON, attempt, run

MINUTE = timedelta(minutes=1)


def alone(**changes: object) -> Run:
    return run(**{"deciderModels": [{"id": "d/cheap"}], **changes})  # type: ignore[arg-type]


def healed(bench: Bench, of: Run) -> tuple[str, ...]:
    """Sweep before the time and in time, and dispatch what the second sweep sent. Return what it
    did."""
    assert bench.sweeper.sweep(NOON).done == ()
    assert bench.sweeper.sweep(NOON + STALL - MINUTE).done == ()
    assert bench.queue.sent == []
    done = bench.sweeper.sweep(NOON + STALL).done
    assert bench.queue.lose() == [RunMessage(run_id=of.run_id)]
    bench.dispatch(of.run_id)
    return done


def test_a_lost_run_message_is_sent_again(bench: Bench) -> None:
    started = bench.write(alone())
    (line,) = healed(bench, started)
    assert started.run_id in line
    assert "dispatched again" in line
    assert len(chunks_in(bench.chunks)) == 1


def test_lost_chunks_are_sent_again(bench: Bench) -> None:
    started = bench.begin(alone(cases=3, chunkSize=1))
    bench.grade(started, "case-1")
    bench.chunks.lose()
    healed(bench, started)
    assert [chunk.case_ids for chunk in chunks_in(bench.chunks)] == [("case-0",), ("case-2",)]


def test_lost_replays_are_sent_again(bench: Bench) -> None:
    started = bench.begin(run(RunKind.CLASSIFIER, classifierModels=["c/one"]))
    bench.replays.lose()
    healed(bench, started)
    bench.replay(chunks_in(bench.replays)[0], good)
    assert bench.lane(started, "c/one").done == 2


def test_a_case_that_waits_for_its_next_try_is_brought_there_again(bench: Bench) -> None:
    started = bench.begin(alone(cases=1))
    bench.grade(started, "case-0", cause="rate_limited")
    bench.chunks.lose()
    healed(bench, started)
    (chunk,) = chunks_in(bench.chunks)
    bench.chunks.lose()
    assert chunk.attempt == 0
    bench.grader.grade(bench.store(attempt(started, "case-0", cause="rate_limited")))
    assert [c.attempt for c in chunks_in(bench.chunks)] == [1]
    assert bench.lane(started).tries == 1


def test_a_lost_publish_message_is_sent_again(bench: Bench) -> None:
    started = bench.begin(alone(cases=1))
    bench.grade(started, "case-0")
    bench.publishes.lose()
    healed(bench, started)
    assert bench.publishes.sent == [RunMessage(run_id=started.run_id)]
    assert len(chunks_in(bench.chunks)) == 1


@pytest.mark.parametrize("cause", [None, "provider_error"])
def test_as_long_as_results_or_tries_come_in_nothing_is_done(
    bench: Bench, cause: str | None
) -> None:
    started = bench.begin(alone(cases=5))
    for n in range(5):
        assert bench.sweeper.sweep(NOON + n * (STALL - MINUTE)).done == ()
        bench.grade(started, f"case-{n}", cause=cause)
    assert bench.queue.sent == []


def test_a_run_is_dispatched_again_once_a_stall_and_not_at_every_look(bench: Bench) -> None:
    bench.begin(alone())
    for minute in range(46):
        bench.sweeper.sweep(NOON + minute * MINUTE)
    assert len(bench.queue.sent) == 3


def test_as_long_as_chunks_wait_workers_are_called_and_nothing_is_sent_twice(
    bench: Bench,
) -> None:
    bench.begin(alone(cases=4, chunkSize=1, maxConcurrency=3))
    bench.fleet.started, bench.chunks.stuck = 0, 2
    for minute in range(30):
        assert bench.sweeper.sweep(NOON + minute * MINUTE).done == ()
        bench.fleet.running_now = bench.fleet.started
    assert (bench.fleet.started, bench.queue.sent) == (2, [])


def test_a_run_without_a_result_for_too_long_ends_with_what_it_has(bench: Bench) -> None:
    started = bench.begin(alone(cases=3))
    bench.grade(started, "case-1")
    bench.sweeper.sweep(NOON)
    assert "ended with the results so far" not in str(bench.sweeper.sweep(NOON + GIVE_UP - MINUTE))
    assert "ended with the results so far" in str(bench.sweeper.sweep(NOON + GIVE_UP))
    assert bench.runs.given_up(started), "so that it is never published"
    lane = bench.lane(started)
    assert (lane.done, lane.holes, lane.failed) == (3, 2, 0)
    lost = bench.result(started, "case-0")
    assert lost is not None
    assert (lost.cause, lost.detail) == (FailureCause.LOST, "no result for 6:00:00")
    assert bench.publishes.sent == [RunMessage(run_id=started.run_id)]


def test_a_run_that_was_never_dispatched_fails_and_frees_its_kind(bench: Bench) -> None:
    started = bench.write(alone())
    bench.sweeper.sweep(NOON)
    bench.sweeper.sweep(NOON + GIVE_UP)
    ended = bench.runs.require(started.run_id)
    assert (ended.status, bench.runs.active(RunKind.DECIDER)) == (RunStatus.FAILED, None)
    assert "never dispatched; resume it" in (ended.error or "")
    bench.controller.resume(started.run_id, ResumeRun())
    bench.dispatch(started.run_id)
    assert len(chunks_in(bench.chunks)) == 1


def test_a_run_that_is_resumed_days_later_has_all_its_time_again(bench: Bench) -> None:
    started = bench.begin(alone())
    bench.sweeper.sweep(NOON)
    bench.controller.cancel(started.run_id, NOON, "tester")
    bench.controller.resume(started.run_id, ResumeRun())
    days_later = NOON + timedelta(days=3)
    assert bench.sweeper.sweep(days_later).done == ()
    assert "dispatched again" in str(bench.sweeper.sweep(days_later + STALL))
    assert bench.lane(started).done == 0


def test_runs_that_have_ended_are_left_alone(bench: Bench) -> None:
    started = bench.begin(alone())
    bench.sweeper.sweep(NOON)
    bench.controller.cancel(started.run_id, NOON, "tester")
    assert bench.sweeper.sweep(NOON + GIVE_UP).done == ()
    assert bench.lane(started).done == 0


def test_runs_of_both_kinds_are_looked_after(bench: Bench) -> None:
    for kind in RunKind:
        bench.begin(run(kind))
    bench.sweeper.sweep(NOON)
    assert len(bench.sweeper.sweep(NOON + STALL).done) == 2
