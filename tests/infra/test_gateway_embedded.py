"""The embedded AWS deploys the gateway, but for what it lacks."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from gateway.service import callers
from infra.names import STACK_NAME
from local.aws import client
from local.deploy import Deployer
from local.process import free_port
from local.servers import start_emulator
from tests.infra.gateway_template import KINDS

# What the embedded AWS does not know: rules between two groups, scaling, and a VPC's range.
RANGE = re.compile(r'\{"Fn::GetAtt": \["NetworkVpc\w+", "CidrBlock"\]\}')
LACKING = ("AWS::EC2::SecurityGroupEgress", "AWS::EC2::SecurityGroupIngress", KINDS[2])


def _trimmed(assembly: Path, folder: Path) -> Path:
    shutil.copytree(assembly, folder)
    file = folder / f"{STACK_NAME}.template.json"
    template = json.loads(file.read_text())
    kept = {n: r for n, r in template["Resources"].items() if not r["Type"].startswith(LACKING)}
    assert len(template["Resources"]) - len(kept) == 5
    text, count = RANGE.subn('"10.0.0.0/16"', json.dumps({**template, "Resources": kept}))
    assert count == 1
    file.write_text(text)
    return folder


def test_the_embedded_aws_takes_all_of_it_that_it_knows(inside: Path, tmp_path: Path) -> None:
    """Without a Docker engine it runs no task; the first key of the callers is one to be used."""
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    emulator = start_emulator(port, free_port(), tmp_path)
    try:
        deployer = Deployer(endpoint, _trimmed(inside, tmp_path / "out"), STACK_NAME)
        outputs = deployer.deploy(CacheUrl="valkey://127.0.0.1:1/0")
        manager = client("secretsmanager", endpoint)
        secret = manager.get_secret_value(SecretId=outputs["GatewayCallersArn"])["SecretString"]
        service = _service(client("ecs", endpoint))
    finally:
        emulator.stop()
    assert list(callers(secret)) == ["first"]
    assert service["loadBalancers"][0]["containerName"] == "gateway"
    assert outputs["GatewayHost"]


def _service(ecs: Any) -> Any:
    (cluster,) = [c for c in ecs.list_clusters()["clusterArns"] if "Gateway" in c]
    (arn,) = ecs.list_services(cluster=cluster)["serviceArns"]
    return ecs.describe_services(cluster=cluster, services=[arn])["services"][0]
