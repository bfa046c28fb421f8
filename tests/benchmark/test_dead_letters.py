"""A dead-lettered case is tried once more, alone, and is then shown as lost."""

from datetime import timedelta

import pytest

from contracts.admin import ResumeRun
from contracts.chunk import Chunk, GradeMessage
from contracts.errors import UnknownRun, Unworkable
from contracts.failure import FailureCause
from contracts.run import Run, RunKind, RunStatus
from tests.benchmark.conftest import Bench, Outbox, chunks_in
from tests.samples import NOON, attempt, run

LATER = NOON + timedelta(hours=1)


def dead(bench: Bench, kind: RunKind = RunKind.DECIDER, **changes: object) -> tuple[Run, Chunk]:
    """Return a run of one candidate whose only chunk was dead-lettered."""
    one = {"cases": 3, "deciderModels": [{"id": "d/cheap"}], "classifierModels": ["c/one"]}
    started = bench.begin(run(kind, **{**one, **changes}))  # type: ignore[arg-type]
    (chunk,) = chunks_in(_queue(bench, kind))
    _queue(bench, kind).lose()
    return started, chunk


def _queue(bench: Bench, kind: RunKind) -> Outbox:
    return bench.chunks if kind is RunKind.DECIDER else bench.replays


@pytest.mark.parametrize("kind", RunKind)
def test_a_dead_chunk_is_split_so_that_one_case_takes_no_other_with_it(
    bench: Bench, kind: RunKind
) -> None:
    started, chunk = dead(bench, kind)
    bench.dead_letters.recover(chunk)
    found = chunks_in(_queue(bench, kind))
    assert [c.case_ids for c in found] == [("case-0",), ("case-1",), ("case-2",)]
    assert all(c.last and c.attempt == chunk.attempt for c in found)
    assert bench.runs.results(started.run_id) == []


@pytest.mark.parametrize("kind", RunKind)
def test_what_dies_a_second_time_is_lost_and_the_run_can_end(bench: Bench, kind: RunKind) -> None:
    started, chunk = dead(bench, kind)
    bench.dead_letters.recover(chunk)
    for last in chunks_in(_queue(bench, kind)):
        bench.dead_letters.recover(last)
    found = bench.runs.results(started.run_id)
    assert [(r.cause, r.cost_usd, r.graded) for r in found] == [
        (FailureCause.LOST, None, False)
    ] * 3
    (lane,) = bench.runs.lanes(started.run_id)
    assert (lane.done, lane.holes, lane.unpriced) == (3, 3, 3)
    assert bench.publishes.sent


def test_a_message_that_dies_twice_in_the_same_place_is_harmless(bench: Bench) -> None:
    started, chunk = dead(bench, cases=1)
    last = chunk.model_copy(update={"last": True})
    bench.dead_letters.recover(last)
    bench.dead_letters.recover(last)
    assert (bench.lane(started).done, bench.lane(started).unpriced) == (1, 1)


def test_what_has_a_result_is_neither_tried_again_nor_lost(bench: Bench) -> None:
    started, chunk = dead(bench)
    bench.grade(started, "case-1")
    bench.dead_letters.recover(chunk)
    assert [c.case_ids for c in chunks_in(bench.chunks)] == [("case-0",), ("case-2",)]
    bench.dead_letters.recover(chunk.model_copy(update={"last": True}))
    kept = bench.result(started, "case-1")
    assert kept is not None
    assert kept.cause is None


def test_an_attempt_that_is_stored_is_graded_and_not_lost(bench: Bench) -> None:
    started, chunk = dead(bench, cases=2)
    message = bench.store(attempt(started, "case-0"))
    bench.dead_letters.recover(chunk.model_copy(update={"last": True}))
    assert bench.grades.sent == [message]
    assert [r.case_id for r in bench.runs.results(started.run_id)] == ["case-1"]
    assert isinstance(message, GradeMessage)
    bench.grader.grade(message)
    assert (bench.lane(started).done, bench.lane(started).holes) == (2, 1)
    assert len(bench.publishes.sent) == 1


def test_cases_that_are_not_in_the_run_are_named(bench: Bench) -> None:
    _, chunk = dead(bench)
    with pytest.raises(Unworkable, match="caseIds: 1 of them are not in run"):
        bench.dead_letters.recover(chunk.model_copy(update={"case_ids": ("case-0", "nope")}))
    with pytest.raises(UnknownRun):
        bench.dead_letters.recover(chunk.model_copy(update={"run_id": "nope"}))
    assert chunks_in(bench.chunks) == []


@pytest.mark.parametrize("last", [False, True])
def test_in_a_run_that_was_ended_a_dead_chunk_changes_nothing(bench: Bench, last: bool) -> None:
    started, chunk = dead(bench)
    bench.controller.cancel(started.run_id, LATER, "tester")
    bench.dead_letters.recover(chunk.model_copy(update={"last": last}))
    assert (chunks_in(bench.chunks), bench.lane(started).done) == ([], 0)


@pytest.mark.parametrize("last", [False, True])
def test_a_chunk_that_died_before_the_run_was_resumed_loses_no_case(
    bench: Bench, last: bool
) -> None:
    started, chunk = dead(bench)
    bench.controller.cancel(started.run_id, LATER, "tester")
    bench.controller.resume(started.run_id, ResumeRun())
    bench.dead_letters.recover(chunk.model_copy(update={"last": last}))
    assert (chunks_in(bench.chunks), bench.lane(started).done) == ([], 0)


def test_a_lost_case_can_be_measured_after_a_resume(bench: Bench) -> None:
    started, chunk = dead(bench, cases=1)
    bench.dead_letters.recover(chunk.model_copy(update={"last": True}))
    bench.runs.end(started, LATER, RunStatus.FAILED, "nothing but holes")
    resumed = bench.controller.resume(started.run_id, ResumeRun())
    bench.dispatch(started.run_id)
    (again,) = chunks_in(bench.chunks)
    assert again.case_ids == ("case-0",)
    bench.grade(resumed, "case-0", attempt=again.attempt)
    assert (bench.lane(started).done, bench.lane(started).holes) == (1, 0)


def test_giving_up_turns_everything_without_result_into_holes(bench: Bench) -> None:
    started = bench.begin(run(cases=2))
    bench.grade(started, "case-0")
    bench.dead_letters.lose_rest(started, "no result for a day")
    rows = bench.runs.results(started.run_id)
    assert [(r.candidate, r.case_id) for r in rows if r.detail == "no result for a day"] == [
        ("d/cheap", "case-1"),
        ("d/dear", "case-0"),
        ("d/dear", "case-1"),
    ]
    assert [lane.done for lane in bench.runs.lanes(started.run_id)] == [2, 2]
    assert len(bench.publishes.sent) == 1
