"""Runs that are disturbed end with the numbers of an undisturbed run.

Latencies are left out of the comparison: they depend on the clock."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from cli.progress import show, watch
from contracts.admin import CaseView, ResultList, RunStarted, RunView, TableView
from contracts.plan import Plan
from contracts.result import CaseResult
from contracts.run import RunStatus
from tests.e2e.conftest import Deployed
from tests.e2e.faults import Harm, meanwhile, numbers, until

CONFIG: dict[str, Any] = {
    "classifierModels": ["sim/classifier-fast"],
    "deciderModels": [{"id": "sim/nano"}, {"id": "sim/large"}],
    "minAccuracy": 0.7,
    "rule": "mean",
    "casesPerTier": 3,
    "classifierCases": 36,
    "maxConcurrency": 1,
    "chunkSize": 4,
    "server": "chunk",
    "caseTimeout": 20,
    "maxTries": 8,
    "retryPause": 1,
}
SLOTS = 2


@dataclass(frozen=True)
class Quiet:
    """An undisturbed run; `calls` is what the provider counted."""

    view: RunView
    calls: int
    most_calls_of_a_case: int
    results: tuple[CaseResult, ...]


def put(deployed: Deployed, **changes: Any) -> None:
    deployed.target.admin.call("PUT", "/admin/config", {**CONFIG, **changes})


def begin(deployed: Deployed, *, fresh: bool = True) -> RunView:
    wanted = {"kind": "decider", "fresh": fresh}
    started = RunStarted.from_wire(deployed.target.admin.call("POST", "/admin/runs", wanted))
    return show(deployed.target.admin, started.run_id)


def ended(deployed: Deployed, run_id: str) -> RunView:
    return watch(deployed.target.admin, [run_id])[0]


def calls(deployed: Deployed) -> int:
    """Return the number of paid answers of the models of these runs."""
    by_model = deployed.provider.stats.body["calls"]
    return sum(by_model.get(m["id"], {}).get("200", 0) for m in CONFIG["deciderModels"])


@pytest.fixture(scope="module")
def harm(deployed: Deployed) -> Iterator[Harm]:
    found = Harm(deployed)
    found.be_quick()
    yield found
    deployed.provider.faults.share = 0


@pytest.fixture(scope="module")
def quiet(deployed: Deployed) -> Quiet:
    put(deployed)
    before = calls(deployed)
    view = ended(deployed, begin(deployed).run.run_id)
    assert view.run.status is RunStatus.COMPLETED, view.run.error
    paid = calls(deployed) - before
    results = results_of(deployed, view)
    most = max(_calls(deployed, view, r.candidate, r.case_id) for r in results)
    return Quiet(view, paid, most, results)


def results_of(deployed: Deployed, view: RunView) -> tuple[CaseResult, ...]:
    path = f"/admin/runs/{view.run.run_id}/results"
    return ResultList.from_wire(deployed.target.admin.call("GET", path)).results


def outcomes(results: Iterable[CaseResult]) -> dict[tuple[str, str], tuple[float, str | None]]:
    return {(r.candidate, r.case_id): (r.score, r.cause) for r in results}


def _calls(deployed: Deployed, view: RunView, candidate: str, case_id: str) -> int:
    path = f"/admin/runs/{view.run.run_id}/case?candidate={candidate}&caseId={case_id}"
    found = CaseView.from_wire(deployed.target.admin.call("GET", path))
    return sum(attempt.meter.calls for attempt in found.attempts)


def same(view: RunView, quiet: Quiet) -> bool:
    assert view.run.status is RunStatus.COMPLETED, view.run.error
    return numbers(view.summaries) == numbers(quiet.view.summaries)


def test_killed_workers_and_graders_and_doubled_messages_change_no_number(
    deployed: Deployed, harm: Harm, quiet: Quiet
) -> None:
    before, chance = calls(deployed), random.Random(7)
    run = begin(deployed).run
    kills, graders, doubled = 2, 0, 0
    with meanwhile(harm.sweep, every=2):
        for kill in range(kills):
            until(lambda k=kill: harm.attempts(run) >= 3 + 5 * k, 300, "attempts stored")  # type: ignore[misc]
            until(harm.kill_a_worker, 60, "a worker to kill")
            doubled += harm.double(run, chance)
            graders += harm.kill_a_grader()
        view = ended(deployed, run.run_id)
    assert doubled > 0
    assert graders > 0
    assert same(view, quiet)
    interrupted = kills * SLOTS
    assert calls(deployed) - before <= quiet.calls + interrupted * quiet.most_calls_of_a_case


def _done(deployed: Deployed, run_id: str) -> int:
    return sum(lane.done for lane in show(deployed.target.admin, run_id).lanes)


def test_a_second_run_carries_everything_and_pays_nothing(deployed: Deployed, quiet: Quiet) -> None:
    wanted = {"kind": "decider"}
    plan = Plan.from_wire(deployed.target.admin.call("POST", "/admin/plan", wanted))
    assert (plan.measured, plan.carried) == (0, quiet.view.run.cases * quiet.view.run.lanes)
    before = calls(deployed)
    view = ended(deployed, begin(deployed, fresh=False).run.run_id)
    assert same(view, quiet)
    assert calls(deployed) == before
    assert sum(lane.carried for lane in view.lanes) == plan.carried


def test_dead_letters_and_a_lost_publish_message_are_worked_off_and_change_no_number(
    deployed: Deployed, harm: Harm, quiet: Quiet
) -> None:
    before, sqs = calls(deployed), harm.aws("sqs")
    with harm.deaf("PublishesQueue", lost=True):
        run = begin(deployed).run
        until(lambda: _done(deployed, run.run_id) >= 3, 300, "cases done")
        for chunk in harm.chunks(run):
            sqs.send_message(QueueUrl=harm.queue("ChunksDead"), MessageBody=chunk.wire_json())
        sqs.send_message(QueueUrl=harm.queue("ChunksDead"), MessageBody="not JSON")
        with meanwhile(harm.sweep, every=2):
            until(lambda: _done(deployed, run.run_id) == run.cases * run.lanes, 300, "all cases")
    with meanwhile(harm.sweep, every=2):
        view = ended(deployed, run.run_id)
    assert same(view, quiet)
    assert calls(deployed) - before == quiet.calls
    table = TableView.from_wire(deployed.target.admin.call("GET", "/admin/routing-table")).table
    assert table is not None
    assert table.version == run.run_id
    parked = sqs.receive_message(
        QueueUrl=harm.queue("Parked"), WaitTimeSeconds=10, MessageAttributeNames=["All"]
    )["Messages"][0]
    assert parked["Body"] == "not JSON"
    assert "JSON" in parked["MessageAttributes"]["reason"]["StringValue"]


def test_a_provider_on_a_bad_day_moves_no_accuracy(
    deployed: Deployed, harm: Harm, quiet: Quiet
) -> None:
    """A fifth of all calls fails: with a status, silently, or with what is no answer. A candidate
    whose costs are mostly unknown would stop the publication, rightly; this config lets it pass."""
    put(deployed, maxHoleShare=1)
    before, dead = calls(deployed), harm.dead()
    deployed.provider.faults.share = 0.2
    try:
        run = begin(deployed).run
        with meanwhile(harm.sweep, every=2):
            view = ended(deployed, run.run_id)
    finally:
        deployed.provider.faults.share = 0
    assert view.run.status is RunStatus.COMPLETED, view.run.error
    results = results_of(deployed, view)
    assert outcomes(results) == outcomes(quiet.results)
    found = {(s.model, s.tier, s.route): (s.cases, s.passes, s.holes) for s in view.summaries}
    for summary in quiet.view.summaries:
        told = (summary.cases, summary.passes, summary.holes)
        assert found[summary.model, summary.tier, summary.route] == told
    assert calls(deployed) - before < 2 * quiet.calls
    assert harm.dead() == dead
    costs = {(r.candidate, r.case_id): r.cost_usd for r in quiet.results}
    unknown = [r for r in results if r.cost_usd is None]
    assert 0 < len(unknown) < len(results)
    assert sum(s.unpriced for s in view.summaries if s.route is None) == len(unknown)
    for result in results:
        if result.cost_usd is not None:
            whole = costs[result.candidate, result.case_id]
            assert result.cost_usd == pytest.approx(whole, rel=0.05)


def test_a_run_that_is_cancelled_and_stops_at_its_budget_is_resumed_where_it_was(
    deployed: Deployed, harm: Harm, quiet: Quiet
) -> None:
    whole = sum(lane.cost_usd for lane in quiet.view.lanes)
    put(deployed, maxCostPerRunUsd=whole / 2)
    before = calls(deployed)
    run = begin(deployed).run
    path = f"/admin/runs/{run.run_id}"
    until(lambda: harm.attempts(run) >= 2, 300, "attempts stored")
    deployed.target.admin.call("POST", f"{path}/cancel", {})
    assert show(deployed.target.admin, run.run_id).run.status is RunStatus.CANCELLED
    deployed.target.admin.call("POST", f"{path}/resume", {})
    assert ended(deployed, run.run_id).run.status is RunStatus.STOPPED_AT_BUDGET
    deployed.target.admin.call("POST", f"{path}/resume", {"maxCostPerRunUsd": whole * 2})
    assert same(ended(deployed, run.run_id), quiet)
    interrupted = 2 * SLOTS
    assert calls(deployed) - before <= quiet.calls + interrupted * quiet.most_calls_of_a_case


def test_a_schedule_starts_a_run_and_says_why_it_cannot(deployed: Deployed, harm: Harm) -> None:
    put(deployed)
    with harm.deaf("RunsQueue", lost=False):
        started = harm.invoke("FunctionsRecur", {"kind": "classifier"})
        again = harm.invoke("FunctionsRecur", {"kind": "classifier"})
    assert "is active" in again["errorMessage"]
    view = ended(deployed, started["runId"])
    assert view.run.status is RunStatus.COMPLETED, view.run.error
