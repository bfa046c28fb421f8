"""What the stack says while no config is saved and no run was started.

It comes before `test_loop`, which saves and starts."""

from typing import Any

import httpx
import pytest

from adapters.own_api.admin_api import AdminRefused
from cli.requests import request
from local.aws import client
from tests.e2e.calls import decide, put, start
from tests.e2e.conftest import Deployed


def test_nothing_is_shown_where_nothing_is(deployed: Deployed) -> None:
    admin = deployed.target.admin
    assert admin.call("GET", "/admin/config") == {"config": None}
    assert admin.call("GET", "/admin/runs") == {"runs": []}
    assert set(admin.call("GET", "/admin/routing-table").values()) == {None}
    assert admin.call("GET", "/admin/tables") == {"drafts": []}
    assert admin.call("GET", "/admin/publications") == {"publications": [], "evaluations": {}}
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
        ({"deciderModels": [{"id": "a#b"}]}, "deciderModels.0.id"),
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
