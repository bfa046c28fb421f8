"""The settings of a gateway for a template, and what tests read of the gateway in one."""

import json
from pathlib import Path
from typing import Any

from tests.infra.template import Resources, of

SETTINGS = {"upstreamUrl": "https://provider.test:8443/api/v1", "fallbacks": [{"model": "m/one"}]}
CERTIFICATE = "arn:aws:acm:us-east-1:000000000000:certificate/c"
KINDS = ("AWS::ECS::Service", "AWS::ElasticLoadBalancingV2::", "AWS::ApplicationAutoScaling::")


def only(resources: Resources, kind: str) -> dict[str, Any]:
    (found,) = of(resources, kind)
    return dict(found)


def gateways(resources: Resources, kind: str) -> dict[str, Any]:
    """Return the one of a kind that is the gateway's, where there are others, too."""
    (found,) = [
        r["Properties"]
        for n, r in resources.items()
        if r["Type"] == kind and n.startswith("Gateway")
    ]
    return dict(found)


def attributes(found: dict[str, Any], name: str) -> dict[str, str]:
    return {each["Key"]: each["Value"] for each in found[name]}


def container(resources: Resources) -> dict[str, Any]:
    (found,) = gateways(resources, "AWS::ECS::TaskDefinition")["ContainerDefinitions"]
    return dict(found)


def variables(resources: Resources) -> dict[str, Any]:
    return {v["Name"]: v["Value"] for v in container(resources)["Environment"]}


def settings_in(folder: Path, **changes: Any) -> str:
    file = folder / "gateway.json"
    file.write_text(json.dumps({**SETTINGS, **changes}))
    return str(file)
