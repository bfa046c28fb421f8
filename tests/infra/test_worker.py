"""The worker, the sandboxes beside it, and what both may reach."""

import json
import os
from pathlib import Path

from infra.names import STACK_NAME
from infra.sandbox import COUNT
from local.synth import synthesize
from tests.infra.template import (
    Resources,
    actions,
    containers,
    groups,
    of,
    resources_of,
    worker_statements,
)


def test_a_sandbox_has_no_secret_no_setting_of_ours_and_a_root_that_cannot_be_written(
    production: Resources,
) -> None:
    _, *sandboxes = containers(production)
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
    worker, *sandboxes = containers(production)
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
    worker, *sandboxes = containers(production)
    for container in (worker, *sandboxes):
        capabilities = container["LinuxParameters"]["Capabilities"]
        assert "Add" not in capabilities
        assert {"NET_RAW", "MKNOD", "SYS_CHROOT"} <= set(capabilities["Drop"])
        assert not {"SETUID", "SETGID", "SETPCAP", "KILL"} & set(capabilities["Drop"])
        assert "User" not in container


def test_tasks_in_which_models_work_reach_one_port_and_are_reached_by_none(
    production: Resources,
) -> None:
    (group,) = [g for g in groups(production) if "WorkerGroup" in g["GroupDescription"]]
    assert "SecurityGroupIngress" not in group
    assert [(e["FromPort"], e["ToPort"]) for e in group["SecurityGroupEgress"]] == [(443, 443)]


def test_names_are_resolved_for_named_hosts_only_where_that_is_asked_for(
    production: Resources, tmp_path: Path
) -> None:
    assert not [*of(production, "AWS::Route53Resolver::FirewallRuleGroup")]
    context = {"modelHosts": "openrouter.ai", "providerPort": "8443"}
    found = resources_of(synthesize(tmp_path, **context))
    (rules,) = of(found, "AWS::Route53Resolver::FirewallRuleGroup")
    assert [rule["Action"] for rule in rules["FirewallRules"]] == ["ALLOW", "BLOCK"]
    lists = [d["Domains"] for d in of(found, "AWS::Route53Resolver::FirewallDomainList")]
    assert ["*.amazonaws.com", "openrouter.ai"] in lists
    (group,) = [g for g in groups(found) if "WorkerGroup" in g["GroupDescription"]]
    assert [e["ToPort"] for e in group["SecurityGroupEgress"]] == [443, 8443]


def test_a_worker_cannot_read_checks_and_answers(production: Resources) -> None:
    policies = [
        p for p in of(production, "AWS::IAM::Policy") if p["PolicyName"].startswith("WorkerTask")
    ]
    text = json.dumps(policies)
    assert "/tasks/*" in text
    assert "/cases/*" not in text


def test_a_worker_adds_attempts_and_can_neither_read_nor_change_one(production: Resources) -> None:
    statements = [s for s in worker_statements(production) if "s3:" in json.dumps(s["Action"])]
    found = {next(iter(actions(s))): s for s in statements}
    assert found.keys() == {"s3:GetObject", "s3:PutObject", "s3:ListBucket"}
    assert "attempts" not in json.dumps(found["s3:GetObject"]["Resource"])
    assert found["s3:PutObject"]["Condition"] == {"Null": {"s3:if-none-match": "false"}}
    assert found["s3:ListBucket"]["Condition"] == {"StringLike": {"s3:prefix": "attempts/*"}}


def test_a_worker_touches_only_claims_and_the_state_of_runs(production: Resources) -> None:
    policies = [
        p for p in of(production, "AWS::IAM::Policy") if p["PolicyName"].startswith("WorkerTask")
    ]
    statements = [s for p in policies for s in p["PolicyDocument"]["Statement"]]
    allowed = {
        (
            next(iter(actions(s))),
            *s["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"],
        )
        for s in statements
        if any(action.startswith("dynamodb:") for action in actions(s))
    }
    assert allowed == {("dynamodb:GetItem", "RUN#*"), ("dynamodb:PutItem", "CLAIM#*")}


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
