"""The deployed template, from a bad config to a decision, through every real part.

The first tests see an empty stack; the later ones what the first runs published."""

import json
import time
from typing import Any

import httpx
import pytest

from adapters.own_api.admin_api import AdminRefused
from adapters.own_api.decide_api import ask
from cli.progress import watch
from cli.requests import request
from contracts.admin import History, ResultList, RunStarted, RunView, TableView, WinnerView
from contracts.config import ServerMode
from contracts.failure import FailureCause
from contracts.publication import Draft, DraftState
from contracts.result import CaseResult
from contracts.run import RunKind, RunStatus
from contracts.tier import TIERS, Tier
from local.aws import client
from tests.e2e.conftest import Deployed

CONFIG: dict[str, Any] = {
    "classifierModels": ["sim/classifier-fast", "sim/classifier-accurate"],
    "deciderModels": [{"id": "sim/nano"}, {"id": "sim/large"}, {"id": "sim/broken"}],
    "minAccuracy": 0.7,
    "casesPerTier": 12,
    "classifierCases": 36,
    "maxConcurrency": 1,
    "maxTries": 2,
    "retryPause": 1,
    "caseTimeout": 60,
    "server": "chunk",
}


def put(deployed: Deployed, **changes: Any) -> dict[str, Any]:
    return deployed.target.admin.call("PUT", "/admin/config", {**CONFIG, **changes})


def start(deployed: Deployed, kind: str) -> RunStarted:
    return RunStarted.from_wire(deployed.target.admin.call("POST", "/admin/runs", {"kind": kind}))


def decide(deployed: Deployed, body: Any, secret: str | None = None) -> httpx.Response:
    bearer = deployed.target.decide_secret if secret is None else secret
    return httpx.post(
        deployed.target.outputs.decide_url,
        content=body if isinstance(body, str) else json.dumps(body),
        headers={b"authorization": f"Bearer {bearer}".strip().encode()},
        timeout=30,
    )


def test_nothing_is_shown_where_nothing_is(deployed: Deployed) -> None:
    admin = deployed.target.admin
    assert admin.call("GET", "/admin/config") == {"config": None}
    assert admin.call("GET", "/admin/runs") == {"runs": []}
    assert set(admin.call("GET", "/admin/routing-table").values()) == {None}
    assert admin.call("GET", "/admin/tables") == {"drafts": []}
    assert admin.call("GET", "/admin/publications") == {"publications": []}
    assert admin.call("GET", "/admin/classifier-winner") == {"winner": None, "override": None}
    assert admin.call("GET", "/health") == {"ok": True}


def test_without_a_signature_the_admin_api_is_closed(deployed: Deployed) -> None:
    answer = httpx.get(f"{deployed.target.outputs.admin_url}/admin/config", timeout=30)
    assert answer.status_code == 403


def test_a_run_needs_a_config(deployed: Deployed) -> None:
    with pytest.raises(AdminRefused, match="config: none is saved") as refused:
        start(deployed, "decider")
    assert refused.value.status == 400


def test_without_a_table_the_decision_is_null_with_its_reason(deployed: Deployed) -> None:
    answer = decide(deployed, request("Fix the typo").wire())
    assert answer.status_code == 200
    assert answer.json() == {
        "cost": 0.0,
        "costKnown": True,
        "decision": None,
        "classifierResult": None,
        "reason": "no_table",
        "simulated": False,
        "explanation": None,
    }


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"classifierModels": []}, "classifierModels"),
        ({"classifierModels": ["a/b", "a/b"]}, "classifierModels"),
        ({"deciderModels": []}, "deciderModels"),
        ({"deciderModels": [{"id": "kilo-auto/efficient"}]}, "deciderModels.0.id"),
        ({"deciderModels": [{"id": "a/b", "reasoningEffort": "huge"}]}, "reasoningEffort"),
        ({"deciderModels": [{"id": "rm -rf"}]}, "deciderModels.0.id"),
        ({"minAccuracy": 1.1}, "minAccuracy"),
        ({"minAccuracy": None}, "minAccuracy"),
        ({"classifierMinAccuracy": -0.1}, "classifierMinAccuracy"),
        ({"rule": "luck"}, "rule"),
        ({"looks": [20, 10]}, "looks"),
        ({"looks": [8]}, "casesPerTier"),
        ({"fallbackMargin": 0.9}, "fallbackMargin"),
        ({"confidence": 0.5}, "confidence"),
        ({"switchCostFactor": 0.5}, "switchCostFactor"),
        ({"maxConcurrency": 0}, "maxConcurrency"),
        ({"maxConcurrency": 101}, "maxConcurrency"),
        ({"casesPerTier": 0}, "casesPerTier"),
        ({"classifierCases": 0}, "classifierCases"),
        ({"chunkSize": 0}, "chunkSize"),
        ({"classifierRepetitions": 6}, "classifierRepetitions"),
        ({"deciderRepetitions": 0}, "deciderRepetitions"),
        ({"classifierMaxP95LatencyMs": 0}, "classifierMaxP95LatencyMs"),
        ({"caseTimeout": 1}, "caseTimeout"),
        ({"maxCallsPerCase": 0}, "maxCallsPerCase"),
        ({"maxCostPerCaseUsd": 0}, "maxCostPerCaseUsd"),
        ({"benchmarkUserId": " "}, "benchmarkUserId"),
        ({"unheardOf": 1}, "unheardOf"),
    ],
)
def test_a_config_out_of_bounds_is_refused_by_field(
    deployed: Deployed, changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(AdminRefused, match=named) as refused:
        put(deployed, **changes)
    assert refused.value.status == 400


def test_a_fallback_that_the_provider_lacks_is_refused_by_name(deployed: Deployed) -> None:
    with pytest.raises(AdminRefused, match=r"fallbackModel: the provider has no model no/such"):
        put(deployed, fallbackModel={"id": "no/such"})


def test_models_that_the_provider_lacks_are_refused_by_name(deployed: Deployed) -> None:
    with pytest.raises(AdminRefused, match=r"deciderModels: the provider has no model no/such"):
        put(deployed, deciderModels=[{"id": "sim/nano"}, {"id": "no/such"}])


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("{", "JSON"),
        ("", "JSON"),
        ("[]", "body"),
        ({}, "userId: Field required"),
        ({"userId": "u"}, "exactly one of input and raw"),
        ({"userId": "u", "raw": {"apiKind": "messages", "body": {}}}, "raw.body"),
        ({"userId": "u", "deadlineMs": 1}, "deadlineMs"),
        ({"input": {}, "userId": "u"}, "input.apiKind"),
        ({"userId": " ", "input": {}}, "userId"),
    ],
)
def test_a_malformed_request_is_refused_by_field(deployed: Deployed, body: Any, named: str) -> None:
    answer = decide(deployed, body)
    assert answer.status_code == 400
    assert named in answer.json()["error"]


@pytest.mark.parametrize("secret", ["", "wrong", "wröng"])
def test_a_wrong_secret_is_refused(deployed: Deployed, secret: str) -> None:
    answer = decide(deployed, request("x").wire(), secret)
    assert answer.status_code == 401
    assert "authorization" in answer.json()["error"]


def test_a_message_that_nobody_can_read_waits_in_the_dead_letter_queue_with_its_reason(
    deployed: Deployed,
) -> None:
    sqs = client("sqs", deployed.endpoints.endpoint)
    urls = sqs.list_queues()["QueueUrls"]
    (live,) = [u for u in urls if "GradesQueue" in u]
    (dead,) = [u for u in urls if "GradesDead" in u]
    sqs.send_message(QueueUrl=live, MessageBody="not JSON")
    found = _receive(sqs, dead)
    assert found["Body"] == "not JSON"
    assert "JSON" in found["MessageAttributes"]["reason"]["StringValue"]


def _receive(sqs: Any, url: str) -> dict[str, Any]:
    for _ in range(15):
        got = sqs.receive_message(
            QueueUrl=url, WaitTimeSeconds=2, MessageAttributeNames=["All"]
        ).get("Messages", [])
        if got:
            return dict(got[0])
    raise AssertionError("nothing arrived")


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
    (table,) = dynamodb.list_tables()["TableNames"]
    pages = dynamodb.get_paginator("scan").paginate(TableName=table)
    assert key not in json.dumps([page["Items"] for page in pages])
    for bucket in s3.list_buckets()["Buckets"]:
        for found in s3.list_objects_v2(Bucket=bucket["Name"]).get("Contents", []):
            body = s3.get_object(Bucket=bucket["Name"], Key=found["Key"])["Body"].read()
            assert key.encode() not in body, found["Key"]
    for group in logs.describe_log_groups()["logGroups"]:
        events = logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
        assert not any(key in event["message"] for event in events)


def test_cases_alone_are_measured_anew_and_come_to_the_same_verdicts(
    deployed: Deployed, stepped: RunView
) -> None:
    """Evidence of a server that cases share does not count where each has its own."""
    alone = {"deciderModels": [{"id": "sim/nano"}], "casesPerTier": 2, "rule": "mean"}
    put(deployed, **alone, server="case", autoPublish=False)
    (view,) = watch(deployed.target.admin, [start(deployed, "decider").run_id])
    assert view.run.status is RunStatus.COMPLETED, view.run.error
    assert [(lane.done, lane.carried) for lane in view.lanes] == [(6, 0)]
    before = {r.case_id: r.score for r in _results(deployed, stepped) if r.candidate == "sim/nano"}
    found = {r.case_id: r.score for r in _results(deployed, view)}
    assert found == {case_id: before[case_id] for case_id in found}
    path = f"/admin/tables/{view.run.run_id}"
    draft = Draft.from_wire(deployed.target.admin.call("GET", path))
    assert draft.provenance.server is ServerMode.CASE


def _results(deployed: Deployed, view: RunView) -> tuple[CaseResult, ...]:
    path = f"/admin/runs/{view.run.run_id}/results"
    return ResultList.from_wire(deployed.target.admin.call("GET", path)).results
