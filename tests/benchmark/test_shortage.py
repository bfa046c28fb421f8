"""Worker tasks that AWS does not start, and runs that a deploy has overtaken."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.admin import ResumeRun
from contracts.errors import Conflict
from contracts.run import Run, RunStatus, Shortage, WorkerVersion
from tests.benchmark.conftest import STALL, Bench, chunks_in
from tests.samples import NOON, run

MINUTE = timedelta(minutes=1)


def many(**changes: Any) -> Run:
    one = {"deciderModels": [{"id": "d/cheap"}], "chunkSize": 1, "maxConcurrency": 20}
    return run(cases=40, **{**one, **changes})


def test_a_run_goes_on_with_the_tasks_that_there_are_and_says_what_is_missing(
    bench: Bench,
) -> None:
    bench.fleet.room = 3
    started = bench.begin(many())
    assert (bench.fleet.started, len(chunks_in(bench.chunks))) == (3, 40)
    short = bench.runs.shortage(started.run_id)
    assert short is not None
    assert (short.wanted, short.reason) == (20, "Capacity is unavailable at this time")


def test_refused_tasks_multiply_no_message_and_are_asked_for_again_each_minute(
    bench: Bench,
) -> None:
    bench.fleet.refusal = "ThrottlingException: Rate exceeded"
    started = bench.begin(many())
    bench.chunks.stuck = 40
    for minute in range(10):
        swept = bench.sweeper.sweep(NOON + minute * MINUTE)
        (short,) = swept.shortages
        assert (short.wanted, short.running) == (20, 0)
    assert len(chunks_in(bench.chunks)) == 40
    bench.fleet.refusal = None
    assert bench.sweeper.sweep(NOON + 11 * MINUTE).shortages == ()
    assert (bench.fleet.started, bench.runs.shortage(started.run_id)) == (20, None)


def test_a_run_that_a_deploy_has_overtaken_starts_no_task_and_pauses(bench: Bench) -> None:
    old = WorkerVersion(cli_version="7.0", image="old")
    started = bench.begin(many().model_copy(update=old.model_dump()))
    bench.fleet.started, bench.chunks.stuck = 0, 40
    assert bench.sweeper.sweep(NOON).done == ()
    assert bench.fleet.started == 0
    (line,) = bench.sweeper.sweep(NOON + STALL).done
    assert "results of two versions are never mixed" in line
    found = bench.runs.require(started.run_id)
    assert (found.status, found.error) == (RunStatus.PAUSED, line.partition(": ")[2])
    with pytest.raises(Conflict, match=r"CLI 7\.0.*start a new run"):
        bench.controller.resume(started.run_id, ResumeRun())


def test_a_shortage_is_kept_as_it_was(bench: Bench) -> None:
    short = Shortage(at=NOON, wanted=3, running=1, reason="x")
    bench.runs.note_shortage("r", short)
    assert bench.runs.shortage("r") == short
    bench.runs.note_shortage("r", None)
    assert bench.runs.shortage("r") is None
