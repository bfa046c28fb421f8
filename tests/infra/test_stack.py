"""The synthesized templates: what every resource of a kind must have."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from adapters.aws.clients import Service
from infra.names import LOCAL_CACHE_PARAMETER, STACK_NAME
from infra.sandbox import COUNT
from local.aws import CREDENTIALS
from local.process import clean_env
from local.synth import ROOT, synthesize

Resources = dict[str, dict[str, Any]]

# Actions that AWS offers on all resources only.
# Neither knows resource-level permissions; listing tasks is bound to the cluster by a condition.
STAR_ALLOWED = {"ecr:GetAuthorizationToken", "ecs:ListTasks"}


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Resources:
    return _resources(synthesize(tmp_path_factory.mktemp("local")))


@pytest.fixture(scope="session")
def production_assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the assembly, synthesized without AWS credentials and Docker: the environment has
    none."""
    out = tmp_path_factory.mktemp("production")
    env = clean_env(
        CDK_OUTDIR=str(out),
        JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION="20",
        DOCKER_HOST="unix:///nonexistent",
    )
    command = [sys.executable, "-m", "infra.app"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def production(production_assembly: Path) -> Resources:
    return _resources(production_assembly)


def _resources(assembly: Path) -> Resources:
    template = json.loads((assembly / f"{STACK_NAME}.template.json").read_text())
    return dict(template["Resources"])


def _of(resources: Resources, kind: str) -> Iterator[dict[str, Any]]:
    return (r["Properties"] for r in resources.values() if r["Type"] == kind)


def _statements(resources: Resources) -> Iterator[dict[str, Any]]:
    for policy in _of(resources, "AWS::IAM::Policy"):
        yield from policy["PolicyDocument"]["Statement"]


def _actions(statement: dict[str, Any]) -> set[str]:
    actions = statement["Action"]
    return {actions} if isinstance(actions, str) else set(actions)


def test_every_queue_has_a_dead_letter_queue_and_enough_visibility(production: Resources) -> None:
    queues = {n: r["Properties"] for n, r in production.items() if r["Type"] == "AWS::SQS::Queue"}
    dead = {
        q["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        for q in queues.values()
        if "RedrivePolicy" in q
    }
    assert len(dead) == 5
    (parked,) = {n for n in queues if "Parked" in n}
    live = {n for n, q in queues.items() if "RedrivePolicy" in q}
    assert set(queues) - dead - {parked} == live


def test_every_log_group_forgets(production: Resources) -> None:
    groups = list(_of(production, "AWS::Logs::LogGroup"))
    assert groups
    assert all("RetentionInDays" in group for group in groups)


def test_every_function_is_python_313_on_arm_with_a_log_group_of_its_own(
    production: Resources,
) -> None:
    functions = [f for f in _of(production, "AWS::Lambda::Function") if "LoggingConfig" in f]
    assert len(functions) == 10
    assert {f["Runtime"] for f in functions} == {"python3.13"}
    assert {f["Architectures"][0] for f in functions} == {"arm64"}


def test_no_permission_covers_all_resources_without_need(production: Resources) -> None:
    for statement in _statements(production):
        if statement["Resource"] == "*":
            assert _actions(statement) <= STAR_ALLOWED


def test_no_permission_covers_all_actions_of_a_service(production: Resources) -> None:
    for statement in _statements(production):
        assert not [action for action in _actions(statement) if action.endswith(":*")]


def test_what_was_paid_for_survives_the_stack(production: Resources) -> None:
    for kind in ("AWS::DynamoDB::Table", "AWS::S3::Bucket"):
        (kept,) = [r for r in production.values() if r["Type"] == kind]
        assert kept["DeletionPolicy"] == "Retain"


def test_no_secret_value_is_in_the_template(production: Resources) -> None:
    worker, *_ = _containers(production)
    names = {variable["Name"] for variable in worker["Environment"]}
    assert "PROVIDER_SECRET_ARN" in names
    assert not any("KEY" in name or "TOKEN" in name for name in names)


def test_a_worker_cannot_read_checks_and_answers(production: Resources) -> None:
    policies = [
        p for p in _of(production, "AWS::IAM::Policy") if p["PolicyName"].startswith("WorkerTask")
    ]
    text = json.dumps(policies)
    assert "/tasks/*" in text
    assert "/cases/*" not in text


def test_a_worker_adds_attempts_and_can_neither_read_nor_change_one(production: Resources) -> None:
    statements = [s for s in _worker_statements(production) if "s3:" in json.dumps(s["Action"])]
    found = {next(iter(_actions(s))): s for s in statements}
    assert found.keys() == {"s3:GetObject", "s3:PutObject", "s3:ListBucket"}
    assert "attempts" not in json.dumps(found["s3:GetObject"]["Resource"])
    assert found["s3:PutObject"]["Condition"] == {"Null": {"s3:if-none-match": "false"}}
    assert found["s3:ListBucket"]["Condition"] == {"StringLike": {"s3:prefix": "attempts/*"}}


def test_a_worker_touches_only_claims_and_the_state_of_runs(production: Resources) -> None:
    policies = [
        p for p in _of(production, "AWS::IAM::Policy") if p["PolicyName"].startswith("WorkerTask")
    ]
    statements = [s for p in policies for s in p["PolicyDocument"]["Statement"]]
    allowed = {
        (
            next(iter(_actions(s))),
            *s["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"],
        )
        for s in statements
        if any(action.startswith("dynamodb:") for action in _actions(s))
    }
    assert allowed == {("dynamodb:GetItem", "RUN#*"), ("dynamodb:PutItem", "CLAIM#*")}


def test_recurring_runs_are_off_unless_a_schedule_is_given(production: Resources) -> None:
    states = [s["State"] for s in _of(production, "AWS::Scheduler::Schedule")]
    assert sorted(states) == ["DISABLED", "DISABLED", "ENABLED"]


def test_a_sandbox_has_no_secret_no_setting_of_ours_and_a_root_that_cannot_be_written(
    production: Resources,
) -> None:
    _, *sandboxes = _containers(production)
    assert len(sandboxes) == COUNT
    for number, sandbox in enumerate(sandboxes):
        assert "Environment" not in sandbox
        assert "Secrets" not in sandbox
        assert sandbox["ReadonlyRootFilesystem"] is True
        assert sandbox["Essential"] is True
        assert sandbox["EntryPoint"][:2] == ["/usr/bin/env", "-i"]
        assert f"SANDBOX_NUMBER={number}" in sandbox["EntryPoint"]
        assert not [word for word in sandbox["EntryPoint"] if "AWS" in word or "KEY" in word]


def test_a_sandbox_shares_its_socket_with_the_worker_and_nothing_with_another(
    production: Resources,
) -> None:
    worker, *sandboxes = _containers(production)
    volumes = [{m["SourceVolume"]: m["ContainerPath"] for m in c["MountPoints"]} for c in sandboxes]
    for number, mounted in enumerate(volumes):
        assert mounted == {
            f"socket-{number}": "/sandbox",
            f"work-{number}": "/workspace",
            f"tmp-{number}": "/tmp",  # noqa: S108
        }
    shared = {m["SourceVolume"]: m["ContainerPath"] for m in worker["MountPoints"]}
    assert shared == {f"socket-{n}": f"/sandboxes/{n}" for n in range(COUNT)}
    named = {v["Name"]: v["Value"] for v in worker["Environment"]}
    assert named["SANDBOXES"].split(",") == [*shared.values()]


def test_no_container_of_the_task_gets_a_capability_and_most_are_dropped(
    production: Resources,
) -> None:
    worker, *sandboxes = _containers(production)
    for container in (worker, *sandboxes):
        capabilities = container["LinuxParameters"]["Capabilities"]
        assert "Add" not in capabilities
        assert {"NET_RAW", "MKNOD", "SYS_CHROOT"} <= set(capabilities["Drop"])
        assert not {"SETUID", "SETGID", "SETPCAP", "KILL"} & set(capabilities["Drop"])
        assert "User" not in container


def test_tasks_in_which_models_work_reach_one_port_and_are_reached_by_none(
    production: Resources,
) -> None:
    (group,) = [g for g in _groups(production) if "WorkerGroup" in g["GroupDescription"]]
    assert "SecurityGroupIngress" not in group
    assert [(e["FromPort"], e["ToPort"]) for e in group["SecurityGroupEgress"]] == [(443, 443)]


def test_names_are_resolved_for_named_hosts_only_where_that_is_asked_for(
    production: Resources, tmp_path: Path
) -> None:
    assert not [*_of(production, "AWS::Route53Resolver::FirewallRuleGroup")]
    context = {"modelHosts": "openrouter.ai", "providerPort": "8443"}
    found = _resources(synthesize(tmp_path, **context))
    (rules,) = _of(found, "AWS::Route53Resolver::FirewallRuleGroup")
    assert [rule["Action"] for rule in rules["FirewallRules"]] == ["ALLOW", "BLOCK"]
    lists = [d["Domains"] for d in _of(found, "AWS::Route53Resolver::FirewallDomainList")]
    assert ["*.amazonaws.com", "openrouter.ai"] in lists
    (group,) = [g for g in _groups(found) if "WorkerGroup" in g["GroupDescription"]]
    assert [e["ToPort"] for e in group["SecurityGroupEgress"]] == [443, 8443]


def _containers(resources: Resources) -> list[dict[str, Any]]:
    """Return the containers, the worker first."""
    found = next(_of(resources, "AWS::ECS::TaskDefinition"))["ContainerDefinitions"]
    return sorted(found, key=lambda container: (container["Name"] != "worker", container["Name"]))


def _worker_statements(resources: Resources) -> list[dict[str, Any]]:
    policies = [
        p for p in _of(resources, "AWS::IAM::Policy") if p["PolicyName"].startswith("WorkerTask")
    ]
    return [s for p in policies for s in p["PolicyDocument"]["Statement"]]


def _groups(resources: Resources) -> list[dict[str, Any]]:
    return [*_of(resources, "AWS::EC2::SecurityGroup")]


def test_the_worker_image_is_declared_for_amd64_and_not_built(production_assembly: Path) -> None:
    manifest = json.loads((production_assembly / f"{STACK_NAME}.assets.json").read_text())
    (image,) = manifest["dockerImages"].values()
    assert image["source"]["dockerFile"] == "container/Dockerfile"
    assert image["source"]["platform"] == "linux/amd64"


def test_the_worker_image_holds_no_golden_answers(production_assembly: Path) -> None:
    manifest = json.loads((production_assembly / f"{STACK_NAME}.assets.json").read_text())
    (image,) = manifest["dockerImages"].values()
    folder = production_assembly / image["source"]["directory"]
    assert (folder / "container" / "worker.py").exists()
    assert not {"datasets", "functions", "tests"} & set(os.listdir(folder))


def lambda_asset(assembly: Path) -> Path:
    manifest = json.loads((assembly / f"{STACK_NAME}.assets.json").read_text())
    sources: list[str] = [f["source"]["path"] for f in manifest["files"].values()]
    folders = [assembly / path for path in sources if (assembly / path / "functions").exists()]
    assert len(folders) == 1
    return folders[0]


def test_the_lambda_asset_holds_the_code_and_its_packages(production_assembly: Path) -> None:
    present = set(os.listdir(lambda_asset(production_assembly)))
    ours = {"adapters", "contracts", "datasets", "functions"}
    assert {*ours, "botocore", "libvalkey", "msgspec", "pydantic"} <= present
    assert not {"boto3", "infra", "local", "cli", "tests"} & present


def test_the_botocore_of_the_asset_knows_the_services_that_we_call_and_no_other(
    production_assembly: Path,
) -> None:
    asset = lambda_asset(production_assembly)
    code = f"""
import botocore.session
session = botocore.session.Session()
assert "/asset." in botocore.__file__, botocore.__file__
print(sorted(session.get_available_services()))
for service in {get_args(Service)!r}:
    client = session.create_client(service, region_name="eu-central-1")
    assert service in client.meta.endpoint_url and "eu-central-1" in client.meta.endpoint_url
"""
    env = clean_env(PYTHONPATH=str(asset), **CREDENTIALS)
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(sorted(get_args(Service)))


def test_local_differs_in_nothing_but_what_the_embedded_aws_lacks(
    local: Resources, production: Resources
) -> None:
    only_production = {r["Type"] for n, r in production.items() if n not in local}
    only_local = {n for n in local if n not in production and not n.startswith("FunctionsDecide")}
    assert only_production <= {
        "AWS::EC2::EIP",
        "AWS::EC2::NatGateway",
        "AWS::EC2::Route",
        "AWS::EC2::SecurityGroup",
        "AWS::EC2::SecurityGroupIngress",
        "AWS::ElastiCache::ServerlessCache",
        "AWS::Lambda::Version",
        "AWS::S3::BucketPolicy",
    }
    assert only_local == set()
    assert LOCAL_CACHE_PARAMETER not in production
