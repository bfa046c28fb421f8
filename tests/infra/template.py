"""What the tests of this folder read out of a synthesized template."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.names import STACK_NAME

Resources = dict[str, dict[str, Any]]


def resources_of(assembly: Path) -> Resources:
    template = json.loads((assembly / f"{STACK_NAME}.template.json").read_text())
    return dict(template["Resources"])


def of(resources: Resources, kind: str) -> Iterator[dict[str, Any]]:
    return (r["Properties"] for r in resources.values() if r["Type"] == kind)


def named(resources: Resources, kind: str) -> Resources:
    """By logical id."""
    return {n: r["Properties"] for n, r in resources.items() if r["Type"] == kind}


def statements(resources: Resources) -> Iterator[dict[str, Any]]:
    for policy in of(resources, "AWS::IAM::Policy"):
        yield from policy["PolicyDocument"]["Statement"]


def actions(statement: dict[str, Any]) -> set[str]:
    found = statement["Action"]
    return {found} if isinstance(found, str) else set(found)


def containers(resources: Resources) -> list[dict[str, Any]]:
    """Return the containers of the task, the worker first."""
    found = next(of(resources, "AWS::ECS::TaskDefinition"))["ContainerDefinitions"]
    return sorted(found, key=lambda container: (container["Name"] != "worker", container["Name"]))


def worker_statements(resources: Resources) -> list[dict[str, Any]]:
    policies = [
        p for p in of(resources, "AWS::IAM::Policy") if p["PolicyName"].startswith("WorkerTask")
    ]
    return [s for p in policies for s in p["PolicyDocument"]["Statement"]]


def groups(resources: Resources) -> list[dict[str, Any]]:
    return [*of(resources, "AWS::EC2::SecurityGroup")]
