"""Caps hold: running cases are paid, no new one starts, and none is paid twice."""

from typing import Any

import pytest

from contracts.admin import ResumeRun
from contracts.chunk import Chunk
from contracts.errors import Refused
from contracts.run import Run, RunKind, RunStatus
from tests.benchmark.conftest import Bench, chunks_in, good
from tests.samples import NOON, result, run

CASE = 0.25


def begun(bench: Bench, **changes: Any) -> Run:
    """Begin a run of four cases; each attempt costs a quarter of a USD."""
    return bench.begin(run(**{"cases": 4, "chunkSize": 1, **changes}))


def alone(bench: Bench, **changes: Any) -> Run:
    return begun(bench, deciderModels=[{"id": "d/cheap"}], **changes)


def wanted(bench: Bench, candidate: str) -> bool:
    chunks = [chunk for chunk in chunks_in(bench.chunks) if chunk.candidate == candidate]
    return bench.runs.wanted(chunks[-1])


def sent_after(bench: Bench, resumed: Run) -> list[Chunk]:
    bench.chunks.lose()
    bench.dispatch(resumed.run_id)
    return chunks_in(bench.chunks)


def test_a_candidate_that_has_spent_its_budget_is_stopped_and_the_others_go_on(
    bench: Bench,
) -> None:
    started = begun(bench, maxCostPerCandidateUsd=2 * CASE)
    bench.grade(started, "case-0")
    assert wanted(bench, "d/cheap")
    bench.grade(started, "case-1")
    assert (wanted(bench, "d/cheap"), wanted(bench, "d/dear")) == (False, True)
    assert bench.lane(started).stopped == "budget"
    assert bench.runs.require(started.run_id).status is RunStatus.RUNNING
    assert bench.publishes.sent == []


def test_the_repetitions_of_a_candidate_share_its_budget(bench: Bench) -> None:
    started = begun(bench, maxCostPerCandidateUsd=2 * CASE, deciderRepetitions=2)
    bench.grade(started, "case-0", repetition=0)
    bench.grade(started, "case-0", repetition=1)
    assert [bench.lane(started, repetition=n).stopped for n in range(2)] == ["budget"] * 2
    assert bench.lane(started, "d/dear").stopped is None


def test_a_run_of_which_all_is_measured_or_stopped_is_announced(bench: Bench) -> None:
    started = begun(bench, maxCostPerCandidateUsd=1, maxCostPerCaseUsd=0.5)
    for n in range(4):
        bench.grade(started, f"case-{n}", candidate="d/dear", meter={"costUsd": 0.1})
    assert bench.publishes.sent == []
    for n in range(3):
        bench.grade(started, f"case-{n}", meter={"costUsd": 0.4})
    assert len(bench.publishes.sent) == 1


def test_a_run_that_has_spent_its_budget_is_stopped_and_frees_its_kind(bench: Bench) -> None:
    started = begun(bench, maxCostPerRunUsd=3 * CASE)
    bench.grade(started, "case-0")
    bench.grade(started, "case-0", candidate="d/dear")
    assert bench.runs.require(started.run_id).status is RunStatus.RUNNING
    bench.grade(started, "case-1")
    ended = bench.runs.require(started.run_id)
    assert ended.status is RunStatus.STOPPED_AT_BUDGET
    assert "maxCostPerRunUsd: the cap of 0.75 USD" in (ended.error or "")
    assert bench.runs.active(RunKind.DECIDER) is None
    assert not wanted(bench, "d/cheap")


def test_a_cost_that_is_unknown_counts_as_the_most_that_a_case_may_cost(bench: Bench) -> None:
    started = alone(bench, maxCostPerRunUsd=2, maxCostPerCaseUsd=1, tierLimits={"high": {}})
    bench.grade(started, "case-0", meter={"costUsd": None})
    assert bench.runs.require(started.run_id).status is RunStatus.RUNNING
    bench.grade(started, "case-1", meter={"costUsd": None})
    assert bench.runs.require(started.run_id).status is RunStatus.STOPPED_AT_BUDGET
    lane = bench.lane(started)
    assert (lane.cost_usd, lane.unpriced) == (0.0, 2)


def test_attempts_without_verdict_are_money_too(bench: Bench) -> None:
    started = alone(bench, maxCostPerRunUsd=2 * CASE)
    bench.grade(started, "case-0", cause="provider_error")
    bench.grade(started, "case-1", cause="cli_crash")
    assert bench.runs.require(started.run_id).status is RunStatus.STOPPED_AT_BUDGET
    assert bench.lane(started).done == 0


def test_what_an_earlier_run_has_paid_for_does_not_count(bench: Bench) -> None:
    started = run(cases=4, maxCostPerRunUsd=2 * CASE)
    bench.begin(started, *[result(started, f"case-{n}") for n in range(3)])
    assert bench.runs.require(started.run_id).status is RunStatus.RUNNING


def test_a_classifier_candidate_keeps_to_its_budget_as_well(bench: Bench) -> None:
    started = bench.begin(run(RunKind.CLASSIFIER, cases=6, maxCostPerRunUsd=0.002, chunkSize=1))
    for chunk in chunks_in(bench.replays):
        bench.replay(chunk, good)
    assert bench.runs.require(started.run_id).status is RunStatus.STOPPED_AT_BUDGET
    assert len(bench.runs.results(started.run_id)) == 2


def test_a_budget_that_just_suffices_stops_nothing(bench: Bench) -> None:
    started = alone(bench, maxCostPerRunUsd=4 * CASE, maxCostPerCandidateUsd=4 * CASE)
    bench.grade_all(started, *[f"case-{n}" for n in range(4)])
    assert bench.runs.require(started.run_id).status is RunStatus.RUNNING
    assert (bench.lane(started).stopped, len(bench.publishes.sent)) == (None, 1)


@pytest.mark.parametrize("cap", ["maxCostPerRunUsd", "maxCostPerCandidateUsd"])
def test_what_was_under_way_when_a_cap_was_reached_still_counts(bench: Bench, cap: str) -> None:
    started = alone(bench, **{cap: CASE})
    bench.grade(started, "case-0")
    bench.grade(started, "case-1")
    lane = bench.lane(started)
    assert (lane.done, lane.cost_usd) == (2, 2 * CASE)
    assert bench.result(started, "case-1")


@pytest.mark.parametrize(
    "caps", [ResumeRun(max_cost_per_run_usd=5), ResumeRun(max_cost_per_run_usd=4 * CASE)]
)
def test_resumed_with_a_higher_cap_a_run_finishes_and_pays_for_nothing_twice(
    bench: Bench, caps: ResumeRun
) -> None:
    started = alone(bench, maxCostPerRunUsd=2 * CASE)
    bench.grade(started, "case-0")
    bench.grade(started, "case-2")
    resumed = bench.controller.resume(started.run_id, caps)
    assert (resumed.status, resumed.round) == (RunStatus.RUNNING, 1)
    assert resumed.config.max_cost_per_run_usd == caps.max_cost_per_run_usd
    chunks = sent_after(bench, resumed)
    assert [(c.case_ids, c.attempt) for c in chunks] == [(("case-1",), 4), (("case-3",), 4)]
    bench.publishes.lose()
    bench.grade(resumed, "case-1", attempt=4)
    bench.grade(resumed, "case-3", attempt=4)
    assert (bench.lane(started).done, bench.lane(started).cost_usd) == (4, 4 * CASE)
    assert len(bench.publishes.sent) == 1


def test_resumed_with_a_higher_cap_a_stopped_candidate_goes_on(bench: Bench) -> None:
    started = alone(bench, maxCostPerCandidateUsd=CASE)
    bench.grade(started, "case-0")
    bench.runs.end(started, NOON, RunStatus.STOPPED_AT_BUDGET, "as the publisher does")
    resumed = bench.controller.resume(started.run_id, ResumeRun(max_cost_per_candidate_usd=5))
    assert bench.lane(started).stopped is None
    assert len(sent_after(bench, resumed)) == 3
    assert wanted(bench, "d/cheap")


@pytest.mark.parametrize(
    ("cap", "caps", "named"),
    [
        ("maxCostPerRunUsd", ResumeRun(), "maxCostPerRunUsd: 0.5000 of 0.5 USD is spent"),
        ("maxCostPerRunUsd", ResumeRun(max_cost_per_run_usd=0.4), "maxCostPerRunUsd: 0.5000"),
        (
            "maxCostPerCandidateUsd",
            ResumeRun(),
            "maxCostPerCandidateUsd: each candidate has spent its 0.5 USD",
        ),
    ],
)
def test_without_room_a_run_is_not_resumed_and_stays_as_it_was(
    bench: Bench, cap: str, caps: ResumeRun, named: str
) -> None:
    started = alone(bench, **{cap: 2 * CASE})
    bench.grade(started, "case-0")
    bench.grade(started, "case-1", cause="provider_refused")
    bench.runs.end(started, NOON, RunStatus.STOPPED_AT_BUDGET, "as the publisher does")
    before = bench.runs.require(started.run_id), bench.lane(started)
    with pytest.raises(Refused, match=f"{named}.*give a higher cap"):
        bench.controller.resume(started.run_id, caps)
    assert (bench.runs.require(started.run_id), bench.lane(started)) == before
    assert bench.queue.sent == []
