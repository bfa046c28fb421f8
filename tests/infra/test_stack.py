"""The synthesized templates: what every resource of a kind must have."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

from adapters.aws.clients import Service
from infra.names import LOCAL_CACHE_PARAMETER, STACK_NAME
from local.aws import CREDENTIALS
from local.process import clean_env
from tests.infra.template import Resources, of


def test_every_function_is_python_313_on_arm_with_a_log_group_of_its_own(
    production: Resources,
) -> None:
    functions = [f for f in of(production, "AWS::Lambda::Function") if "LoggingConfig" in f]
    assert len(functions) == 11
    assert {f["Runtime"] for f in functions} == {"python3.13"}
    assert {f["Architectures"][0] for f in functions} == {"arm64"}


def test_recurring_runs_are_off_unless_a_schedule_is_given(production: Resources) -> None:
    states = [s["State"] for s in of(production, "AWS::Scheduler::Schedule")]
    assert sorted(states) == ["DISABLED", "DISABLED", "ENABLED"]


def lambda_asset(assembly: Path) -> Path:
    manifest = json.loads((assembly / f"{STACK_NAME}.assets.json").read_text())
    sources: list[str] = [f["source"]["path"] for f in manifest["files"].values()]
    folders = [assembly / path for path in sources if (assembly / path / "functions").exists()]
    assert len(folders) == 1
    return folders[0]


def test_the_lambda_asset_holds_the_code_and_its_packages(production_assembly: Path) -> None:
    present = set(os.listdir(lambda_asset(production_assembly)))
    ours = {"adapters", "contracts", "datasets", "functions", "reading"}
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
