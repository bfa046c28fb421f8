"""RunTask refuses in its answer, or raises; either is a reason and no error."""

from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from adapters.aws.fargate import Fargate


@pytest.fixture
def stubbed() -> tuple[Fargate, Stubber]:
    client = boto3.client("ecs", region_name="us-east-1")
    return Fargate(client, "c", "t", ("s",), "g"), Stubber(client)


def asked(count: int) -> dict[str, Any]:
    names = ("cluster", "taskDefinition", "launchType", "startedBy", "networkConfiguration")
    return {**dict.fromkeys(names, ANY), "count": count}


def test_many_tasks_are_started_ten_at_a_time(stubbed: tuple[Fargate, Stubber]) -> None:
    fleet, stub = stubbed
    for count in (10, 10, 5):
        stub.add_response("run_task", {"tasks": [], "failures": []}, asked(count))
    with stub:
        assert fleet.start("run", 25) is None
    stub.assert_no_pending_responses()


def test_a_refusal_is_told_and_no_more_is_asked_for(stubbed: tuple[Fargate, Stubber]) -> None:
    fleet, stub = stubbed
    stub.add_response("run_task", {"failures": [{"reason": "RESOURCE:CPU"}]}, asked(10))
    with stub:
        assert fleet.start("run", 25) == "RESOURCE:CPU"


@pytest.mark.parametrize("code", ["ThrottlingException", "AccessDeniedException"])
def test_what_is_raised_is_a_reason(stubbed: tuple[Fargate, Stubber], code: str) -> None:
    fleet, stub = stubbed
    for _ in range(5):
        stub.add_client_error("run_task", code, "Rate exceeded")
    with stub:
        assert "Rate exceeded" in str(fleet.start("run", 3))


def test_all_pages_of_running_tasks_are_counted(stubbed: tuple[Fargate, Stubber]) -> None:
    fleet, stub = stubbed
    first: dict[str, Any] = {"taskArns": ["a"] * 100, "nextToken": "n"}
    stub.add_response("list_tasks", first, {"cluster": "c", "desiredStatus": "RUNNING"})
    more = {"cluster": "c", "desiredStatus": "RUNNING", "nextToken": "n"}
    stub.add_response("list_tasks", {"taskArns": ["a"] * 7}, more)
    with stub:
        assert fleet.running() == 107
