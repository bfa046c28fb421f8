"""What the tests of this folder ask of the deployed stack."""

import json
from typing import Any

import httpx

from contracts.admin import RunStarted
from tests.e2e.conftest import Deployed

CONFIG: dict[str, Any] = {
    "classifierModels": ["sim/classifier-fast", "sim/classifier-accurate"],
    "deciderModels": [{"id": "sim/nano"}, {"id": "sim/large"}, {"id": "sim/broken"}],
    "minAccuracy": 0.7,
    "casesPerTier": 10,
    "chunkSize": 15,
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
