"""From a written run to its last result: divided, graded, counted, announced."""

import pytest

from contracts import objects
from contracts.errors import UnknownRun
from contracts.failure import FailureCause
from contracts.run import Run, RunKind, RunStatus
from contracts.worker_tasks import WorkerTasks
from functions.benchmark.cases import chunking
from tests.benchmark.conftest import Bench, chunks_in
from tests.samples import NOON, result, run


def alone(**changes: object) -> Run:
    """Return a run of one candidate."""
    return run(**{"cases": 1, "deciderModels": [{"id": "d/cheap"}], **changes})  # type: ignore[arg-type]


def test_every_case_of_every_candidate_and_repetition_is_in_exactly_one_chunk() -> None:
    started = run(cases=5, chunkSize=2, deciderRepetitions=2)
    ids = [f"case-{n}" for n in range(5)]
    found = [
        (chunk.candidate, chunk.repetition, case_id)
        for lane in chunking.lanes(started.kind, started.config, 5)
        for chunk in chunking.chunks(started, lane, ids)
        for case_id in chunk.case_ids
    ]
    assert len(found) == len(set(found)) == 2 * 2 * 5


def test_workers_get_tasks_without_checks_and_answers(bench: Bench) -> None:
    started = bench.write(run())
    text = bench.blobs.get(objects.tasks(started.run_id))
    assert text is not None
    tasks = WorkerTasks.from_json(text).tasks
    assert [task.case_id for task in tasks] == ["case-0", "case-1"]
    assert not any(secret in text for secret in ("check", "wrongAnswer", "solution", "42"))


def test_a_decider_run_is_cut_and_workers_are_called(bench: Bench) -> None:
    started = bench.begin(run(cases=3, chunkSize=2, maxConcurrency=3))
    assert len(bench.chunks.sent) == 4
    assert bench.fleet.started == 3
    assert [lane.expected for lane in bench.runs.lanes(started.run_id)] == [3, 3]


def test_no_more_workers_than_chunks_and_none_beside_running_ones(bench: Bench) -> None:
    bench.fleet.running_now = 1
    bench.begin(run(cases=1, maxConcurrency=50))
    assert bench.fleet.started == 1


def test_a_classifier_run_needs_no_worker(bench: Bench) -> None:
    bench.begin(run(RunKind.CLASSIFIER))
    assert (len(bench.replays.sent), len(bench.chunks.sent), bench.fleet.started) == (2, 0, 0)


def test_an_unknown_run_is_an_error_and_an_ended_one_is_left_alone(bench: Bench) -> None:
    with pytest.raises(UnknownRun):
        bench.dispatch("nope")
    started = bench.write(run())
    bench.runs.end(started, NOON, RunStatus.FAILED, "over")
    bench.dispatch(started.run_id)
    assert bench.chunks.sent == []


def test_dispatching_again_sends_only_what_has_no_result(bench: Bench) -> None:
    started = bench.begin(alone(cases=3))
    bench.grade(started, "case-1")
    bench.chunks.lose()
    bench.dispatch(started.run_id)
    assert [chunk.case_ids for chunk in chunks_in(bench.chunks)] == [("case-0", "case-2")]
    assert bench.lane(started).done == 1


def test_carried_results_are_there_before_anything_is_measured(bench: Bench) -> None:
    started = alone(cases=2)
    wrong = result(started, "case-1", cause=FailureCause.WRONG_ANSWER)
    bench.begin(started, wrong.model_copy(update={"carried_from": "earlier"}))
    lane = bench.lane(started)
    assert (lane.carried, lane.done, lane.failed, lane.cost_usd) == (1, 1, 1, 0.0)
    assert [chunk.case_ids for chunk in chunks_in(bench.chunks)] == [("case-0",)]
    bench.grade(started, "case-0")
    assert len(bench.publishes.sent) == 1


def test_a_run_that_carries_everything_is_announced_at_once(bench: Bench) -> None:
    started = alone()
    bench.begin(started, result(started, "case-0"))
    assert (bench.chunks.sent, len(bench.publishes.sent)) == ([], 1)


def test_the_last_result_announces_the_end_and_a_duplicate_does_it_again(bench: Bench) -> None:
    started = bench.begin(alone())
    bench.grade(started, "case-0")
    bench.grade(started, "case-0")
    assert [m.wire() for m in bench.publishes.sent] == [{"runId": started.run_id}] * 2
    lane = bench.lane(started)
    assert (lane.done, lane.failed) == (1, 0)


def test_a_missing_result_announces_nothing(bench: Bench) -> None:
    started = bench.begin(alone(cases=2))
    bench.grade(started, "case-0")
    assert bench.publishes.sent == []


def test_the_run_is_still_running_until_it_is_published(bench: Bench) -> None:
    started = bench.begin(alone())
    bench.grade(started, "case-0")
    assert bench.runs.require(started.run_id).status is RunStatus.RUNNING
