"""The deployed template, from a config to a decision, through every real part.

The later tests see what the first runs published."""

import json
import time
from typing import Any

import pytest

from adapters.own_api.admin_api import AdminRefused
from adapters.own_api.decide_api import ask
from cli.evaluate import awaited
from cli.progress import watch
from cli.requests import request
from contracts.admin import History, ResultList, RunView, TableView, WinnerView
from contracts.config import ServerMode
from contracts.evaluation import Policy
from contracts.failure import FailureCause
from contracts.publication import Draft, DraftState
from contracts.result import CaseResult
from contracts.run import RunKind, RunStatus
from contracts.tier import TIERS, Tier
from local.aws import client
from tests.e2e.calls import put, start
from tests.e2e.conftest import Deployed


@pytest.fixture(scope="session")
def finished(deployed: Deployed) -> dict[RunKind, RunView]:
    put(deployed)
    ids = [start(deployed, kind).run_id for kind in ("classifier", "decider")]
    with pytest.raises(AdminRefused, match=r"decider run .* is active") as refused:
        start(deployed, "decider")
    assert refused.value.status == 409
    return {view.run.kind: view for view in watch(deployed.target.admin, ids)}


def test_both_runs_complete_with_a_result_for_every_case(
    finished: dict[RunKind, RunView],
) -> None:
    for view in finished.values():
        assert view.run.status is RunStatus.COMPLETED, view.run.error
        assert all(lane.done == lane.expected == view.run.cases for lane in view.lanes)
        assert view.run.simulated


def test_reference_solutions_pass_through_the_cli_and_weak_models_fail_as_declared(
    finished: dict[RunKind, RunView],
) -> None:
    found = {(s.model, s.tier): s.accuracy for s in finished[RunKind.DECIDER].summaries}
    assert {found["sim/large", tier] for tier in TIERS} == {1.0}
    low, medium, high = (found["sim/nano", tier] or 0.0 for tier in TIERS)
    assert low == 1.0
    assert 0 < medium < 0.9
    assert 0 < high < 0.7


def test_the_whole_router_is_evaluated_after_its_table(
    deployed: Deployed, finished: dict[RunKind, RunView]
) -> None:
    run = finished[RunKind.DECIDER].run
    found = awaited(deployed.target.admin, run.run_id)
    assert found.router is not None, found.why_not
    assert found.simulated
    assert (found.cases, found.unclassified) == (run.cases, 0)
    best = next(c for c in found.comparisons if c.policy is Policy.ALWAYS_BEST)
    assert (best.cost_difference_usd.upper or 0.0) < 0
    known = History.from_wire(deployed.target.admin.call("GET", "/admin/publications")).evaluations
    assert known[run.run_id] == found.headline


def test_the_results_of_a_run_can_be_read_one_by_one(
    deployed: Deployed, finished: dict[RunKind, RunView]
) -> None:
    run = finished[RunKind.DECIDER].run
    answer = deployed.target.admin.call("GET", f"/admin/runs/{run.run_id}/results")
    assert len(ResultList.from_wire(answer).results) == run.cases * run.lanes


def test_a_candidate_whose_calls_all_fail_is_broken_and_not_wrong(
    finished: dict[RunKind, RunView],
) -> None:
    broken = [s for s in finished[RunKind.DECIDER].summaries if s.model == "sim/broken"]
    assert {s.cause for s in broken} == {FailureCause.PROVIDER_ERROR}
    assert {(s.accuracy, s.cases) for s in broken} == {(None, 0)}


def test_the_cheapest_proven_model_of_each_tier_is_published(
    deployed: Deployed, finished: dict[RunKind, RunView]
) -> None:
    table = TableView.from_wire(deployed.target.admin.call("GET", "/admin/routing-table")).table
    assert table is not None
    served = [table.tiers.of(tier)[0].model for tier in TIERS]
    assert served == ["sim/nano", "sim/large", "sim/large"]
    assert table.version == finished[RunKind.DECIDER].run.run_id
    assert table.simulated


def test_the_classifier_that_clears_the_bar_wins(
    deployed: Deployed, finished: dict[RunKind, RunView]
) -> None:
    won = WinnerView.from_wire(deployed.target.admin.call("GET", "/admin/classifier-winner")).winner
    assert won is not None
    assert won.model == "sim/classifier-accurate"


def test_an_admin_may_choose_the_classifier_and_take_it_back(
    deployed: Deployed, finished: dict[RunKind, RunView]
) -> None:
    admin = deployed.target.admin
    with pytest.raises(AdminRefused, match="model: the provider has no model no/such"):
        admin.call("PUT", "/admin/classifier", {"model": "no/such", "why": "x"})
    chosen = {"model": "sim/classifier-fast", "why": "the winner is down"}
    view = WinnerView.from_wire(admin.call("PUT", "/admin/classifier", chosen))
    assert view.override is not None
    assert (view.override.model, view.override.why) == ("sim/classifier-fast", chosen["why"])
    back = admin.call("PUT", "/admin/classifier", {"model": None, "why": "it is back"})
    assert WinnerView.from_wire(back).override is None


def test_decisions_come_from_the_published_table(
    deployed: Deployed, finished: dict[RunKind, RunView]
) -> None:
    easy = _decided(deployed, "Fix the typo in README.md", "easy")
    assert (easy.decision.model, easy.decision.tier) == ("sim/nano", Tier.LOW)
    assert easy.cost > 0
    again = _decided(deployed, "Fix the typo in README.md", "easy")
    assert again.cost == 0


def _decided(deployed: Deployed, prompt: str, session: str) -> Any:
    """Return a decision within the minute in which readers may still know the old state."""
    asked = request(prompt, session=session, tools=True)
    for _ in range(70):
        answer = ask(deployed.target.outputs.decide_url, deployed.target.decide_secret, asked, 30.0)
        if answer.decision:
            return answer
        time.sleep(1)
    raise AssertionError(answer.reason)


def test_a_table_says_who_published_it_and_what_it_depends_on(
    deployed: Deployed, finished: dict[RunKind, RunView]
) -> None:
    run = finished[RunKind.DECIDER].run
    draft = Draft.from_wire(deployed.target.admin.call("GET", f"/admin/tables/{run.run_id}"))
    assert draft.state is DraftState.LIVE
    assert (draft.provenance.cli_version, draft.provenance.image) == (run.cli_version, run.image)
    assert len(draft.provenance.cases) == run.cases
    view = TableView.from_wire(deployed.target.admin.call("GET", "/admin/routing-table"))
    assert view.published is not None
    assert (view.published.by, view.published.version) == ("auto-routing", run.run_id)


STEPS: dict[str, Any] = {
    "deciderModels": [{"id": "sim/nano"}, {"id": "sim/medium"}, {"id": "sim/large"}],
    "casesPerTier": None,
    "looks": [10, 13],
}


@pytest.fixture(scope="session")
def stepped(deployed: Deployed, finished: dict[RunKind, RunView]) -> RunView:
    """Return a second run, in looks, over the same dataset."""
    put(deployed, **STEPS)
    (view,) = watch(deployed.target.admin, [start(deployed, "decider").run_id])
    return view


def test_in_looks_only_those_are_measured_on_who_may_still_win(stepped: RunView) -> None:
    assert stepped.run.status is RunStatus.COMPLETED, stepped.run.error
    expected = {lane.candidate: lane.expected for lane in stepped.lanes}
    assert expected == {"sim/nano": 30, "sim/medium": 33, "sim/large": 30}
    assert all(lane.done == lane.expected for lane in stepped.lanes)
    assert stepped.saved is not None
    assert stepped.saved.measurements == 3 * 39 - 93
    assert stepped.saved.cost_usd is not None


def test_one_step_back_serves_the_table_before_until_it_is_released(
    deployed: Deployed, finished: dict[RunKind, RunView], stepped: RunView
) -> None:
    admin, before = deployed.target.admin, finished[RunKind.DECIDER].run.run_id
    assert _live(deployed).table.version == stepped.run.run_id
    admin.call("POST", "/admin/routing-table/rollback", {"why": "a test"})
    assert _live(deployed).table.version == before
    assert _live(deployed).hold is not None
    _await_copy(deployed, before)
    with pytest.raises(AdminRefused, match="held since") as refused:
        admin.call("POST", f"/admin/tables/{stepped.run.run_id}/publish", {"why": "again"})
    assert refused.value.status == 409
    admin.call("POST", "/admin/routing-table/release", {"why": "it was a test"})
    admin.call("POST", f"/admin/tables/{stepped.run.run_id}/publish", {"why": "again"})
    assert _live(deployed).table.version == stepped.run.run_id
    _await_copy(deployed, stepped.run.run_id)
    acts = History.from_wire(admin.call("GET", "/admin/publications")).publications
    assert [p.action for p in acts][:4] == ["publish", "release", "rollback", "publish"]
    assert acts[0].why == "again"


def _live(deployed: Deployed) -> Any:
    return TableView.from_wire(deployed.target.admin.call("GET", "/admin/routing-table"))


def _await_copy(deployed: Deployed, version: str) -> None:
    """Wait for the copy that readers get when their own is a minute old."""
    s3 = client("s3", deployed.endpoints.endpoint)
    (bucket,) = [b["Name"] for b in s3.list_buckets()["Buckets"] if "storage" in b["Name"].lower()]
    for _ in range(60):
        body = s3.get_object(Bucket=bucket, Key="live/routing-table.json")["Body"].read()
        if json.loads(body)["version"] == version:
            return
        time.sleep(0.5)
    raise AssertionError(body)


@pytest.mark.parametrize("path", ["/admin/tables/nope", "/admin/tables/nope/publish"])
def test_a_table_that_no_run_made_is_not_found(deployed: Deployed, path: str) -> None:
    method, body = ("POST", {"why": "x"}) if path.endswith("publish") else ("GET", None)
    with pytest.raises(AdminRefused, match="version: nope") as refused:
        deployed.target.admin.call(method, path, body)
    assert refused.value.status == 404


def test_no_credential_of_the_provider_is_stored_or_logged(
    deployed: Deployed, finished: dict[RunKind, RunView]
) -> None:
    key, endpoint = deployed.provider.key, deployed.endpoints.endpoint
    dynamodb, s3, logs = (client(s, endpoint) for s in ("dynamodb", "s3", "logs"))
    for table in dynamodb.list_tables()["TableNames"]:
        pages = dynamodb.get_paginator("scan").paginate(TableName=table)
        assert key not in json.dumps([page["Items"] for page in pages], default=str)
    for bucket in s3.list_buckets()["Buckets"]:
        for found in s3.list_objects_v2(Bucket=bucket["Name"]).get("Contents", []):
            body = s3.get_object(Bucket=bucket["Name"], Key=found["Key"])["Body"].read()
            assert key.encode() not in body, found["Key"]
    for group in logs.describe_log_groups()["logGroups"]:
        events = logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
        assert not any(key in event["message"] for event in events)


def test_cases_alone_are_measured_anew_and_come_to_the_same_verdicts(
    deployed: Deployed, finished: dict[RunKind, RunView], stepped: RunView
) -> None:
    """Evidence of a server that cases share does not count where each has its own."""
    alone = {"deciderModels": [{"id": "sim/nano"}], "casesPerTier": 2, "rule": "mean"}
    put(deployed, **alone, server="case", autoPublish=False)
    (view,) = watch(deployed.target.admin, [start(deployed, "decider").run_id])
    assert view.run.status is RunStatus.COMPLETED, view.run.error
    assert [(lane.done, lane.carried) for lane in view.lanes] == [(6, 0)]
    shared = [_results(deployed, run) for run in (finished[RunKind.DECIDER], stepped)]
    before = {r.case_id: r.score for run in shared for r in run if r.candidate == "sim/nano"}
    found = {r.case_id: r.score for r in _results(deployed, view)}
    assert found == {case_id: before[case_id] for case_id in found}
    path = f"/admin/tables/{view.run.run_id}"
    draft = Draft.from_wire(deployed.target.admin.call("GET", path))
    assert draft.provenance.server is ServerMode.CASE


def _results(deployed: Deployed, view: RunView) -> tuple[CaseResult, ...]:
    path = f"/admin/runs/{view.run.run_id}/results"
    return ResultList.from_wire(deployed.target.admin.call("GET", path)).results
