"""A run can be cancelled and resumed; no stored result is lost or measured twice."""

from datetime import timedelta

import pytest

from contracts.admin import ResumeRun
from contracts.chunk import GradeMessage, RunMessage
from contracts.errors import Conflict, UnknownRun
from contracts.failure import FailureCause
from contracts.run import RESUMABLE, Run, RunKind, RunStatus
from tests.benchmark.conftest import Bench, chunks_in, good
from tests.samples import NOON, attempt, run

LATER = NOON + timedelta(hours=1)
NO_CAPS = ResumeRun()


def begun(bench: Bench, **changes: object) -> Run:
    one = {"cases": 3, "deciderModels": [{"id": "d/cheap"}], "maxTries": 2}
    return bench.begin(run(**{**one, **changes}))  # type: ignore[arg-type]


def cancelled(bench: Bench, started: Run) -> Run:
    return bench.controller.cancel(started.run_id, LATER, "tester")


def redispatched(bench: Bench, started: Run) -> Run:
    """Resume and dispatch the run; what was sent before is lost."""
    resumed = bench.controller.resume(started.run_id, NO_CAPS)
    bench.chunks.lose()
    bench.dispatch(resumed.run_id)
    return resumed


def test_a_cancelled_run_says_who_did_it_and_frees_its_kind(bench: Bench) -> None:
    ended = cancelled(bench, begun(bench))
    assert (ended.status, ended.error) == (RunStatus.CANCELLED, "cancelled by tester")
    assert ended.completed_at == LATER
    assert bench.runs.active(RunKind.DECIDER) is None
    assert not bench.runs.wanted(chunks_in(bench.chunks)[0])


def test_only_a_running_run_can_be_cancelled(bench: Bench) -> None:
    started = begun(bench)
    cancelled(bench, started)
    with pytest.raises(Conflict, match="is cancelled, not running"):
        cancelled(bench, started)
    with pytest.raises(UnknownRun):
        bench.controller.cancel("nope", LATER, "tester")


def test_a_result_of_a_case_under_way_at_the_cancel_counts_and_ends_nothing(bench: Bench) -> None:
    started = begun(bench, cases=1)
    cancelled(bench, started)
    bench.grade(started, "case-0")
    assert bench.lane(started).done == 1
    assert bench.result(started, "case-0")
    assert bench.runs.require(started.run_id).status is RunStatus.CANCELLED


def test_a_resumed_run_measures_only_what_has_no_result(bench: Bench) -> None:
    started = begun(bench)
    bench.grade(started, "case-1")
    cancelled(bench, started)
    resumed = redispatched(bench, started)
    (chunk,) = chunks_in(bench.chunks)
    assert (chunk.case_ids, chunk.attempt) == (("case-0", "case-2"), 2)
    assert (resumed.status, resumed.round, resumed.error) == (RunStatus.RUNNING, 1, None)
    assert bench.queue.sent == [RunMessage(run_id=started.run_id)]
    assert bench.runs.active(RunKind.DECIDER) == started.run_id


def test_a_run_that_was_complete_when_it_was_cancelled_only_has_to_be_announced(
    bench: Bench,
) -> None:
    started = begun(bench, cases=1)
    bench.grade(started, "case-0")
    cancelled(bench, started)
    bench.publishes.lose()
    redispatched(bench, started)
    assert (chunks_in(bench.chunks), len(bench.publishes.sent)) == ([], 1)


def test_holes_are_opened_again_and_their_cost_stays_counted(bench: Bench) -> None:
    started = begun(bench)
    bench.grade(started, "case-0")
    bench.grade(started, "case-1", cause="provider_refused")
    assert bench.lane(started).holes == 1
    cancelled(bench, started)
    resumed = bench.controller.resume(started.run_id, NO_CAPS)
    lane = bench.lane(started)
    assert (lane.done, lane.holes, lane.tries, lane.cost_usd) == (1, 0, 1, 0.5)
    assert bench.result(started, "case-1") is None
    bench.grade(resumed, "case-1", attempt=2)
    assert bench.lane(started).done == 2


def test_a_run_can_be_resumed_again_and_again(bench: Bench) -> None:
    started = begun(bench, cases=1)
    for number in range(3):
        bench.grade(started, "case-0", cause="provider_refused", attempt=number * 2)
        bench.runs.end(bench.runs.require(started.run_id), LATER, RunStatus.FAILED, "a hole")
        redispatched(bench, started)
    assert bench.runs.require(started.run_id).round == 3
    assert (bench.lane(started).tries, bench.lane(started).done) == (3, 0)


def test_attempts_that_are_stored_are_graded_before_anything_is_measured(bench: Bench) -> None:
    started = begun(bench)
    bench.store(attempt(started, "case-0", cause="provider_error"))
    newest = bench.store(attempt(started, "case-0", attempt=1))
    bench.grade(started, "case-1", cause="provider_refused")
    cancelled(bench, started)
    resumed = redispatched(bench, started)
    assert [chunk.case_ids for chunk in chunks_in(bench.chunks)] == [("case-2",)]
    found = [message for message in bench.grades.sent if isinstance(message, GradeMessage)]
    assert newest in found
    bench.chunks.lose()
    for message in found:
        bench.grader.grade(message)
    assert [(c.case_ids, c.attempt) for c in chunks_in(bench.chunks)] == [(("case-1",), 2)]
    assert (bench.lane(resumed).done, bench.lane(resumed).tries) == (1, 1)


def test_a_chunk_left_over_from_before_the_cancel_is_not_worked_off_beside_the_new_one(
    bench: Bench,
) -> None:
    started = begun(bench)
    (before,) = chunks_in(bench.chunks)
    cancelled(bench, started)
    redispatched(bench, started)
    (after,) = chunks_in(bench.chunks)
    assert (bench.runs.wanted(before), bench.runs.wanted(after)) == (False, True)


def test_classifiers_are_taken_up_again_as_well(bench: Bench) -> None:
    started = bench.begin(run(RunKind.CLASSIFIER, cases=3, classifierModels=["c/one"], chunkSize=1))
    bench.replay(chunks_in(bench.replays)[0], good)
    cancelled(bench, started)
    bench.replays.lose()
    redispatched(bench, started)
    for chunk in chunks_in(bench.replays):
        bench.replay(chunk, good)
    assert len(chunks_in(bench.replays)) == 2
    assert (bench.lane(started, "c/one").done, len(bench.publishes.sent) > 0) == (3, True)


@pytest.mark.parametrize("status", [s for s in RunStatus if s not in RESUMABLE])
def test_a_run_that_runs_or_is_published_is_not_resumed(bench: Bench, status: RunStatus) -> None:
    started = begun(bench)
    if status is not RunStatus.RUNNING:
        bench.runs.end(started, LATER, status)
    with pytest.raises(Conflict, match=f"is {status}; only .* can be resumed"):
        bench.controller.resume(started.run_id, NO_CAPS)


def test_while_another_run_is_active_nothing_is_resumed_and_nothing_changed(bench: Bench) -> None:
    started = begun(bench)
    bench.grade(started, "case-0", cause="provider_refused")
    cancelled(bench, started)
    other = bench.write(run(at=LATER))
    with pytest.raises(Conflict, match=f"{other.run_id} is active"):
        bench.controller.resume(started.run_id, NO_CAPS)
    hole = bench.result(started, "case-0")
    assert hole is not None
    assert (hole.cause, bench.lane(started).holes) == (FailureCause.PROVIDER_REFUSED, 1)
    assert bench.runs.require(started.run_id).status is RunStatus.CANCELLED
    assert bench.queue.sent == []


def test_of_two_that_resume_a_run_one_is_refused(bench: Bench) -> None:
    started = begun(bench)
    ended = cancelled(bench, started)
    resumed = ended.model_copy(update={"status": RunStatus.RUNNING, "round": 1})
    assert bench.runs.resume(resumed, ended.status) is None
    assert bench.runs.resume(resumed, ended.status) == started.run_id
