"""One synthesis of each kind for all tests of this folder: it is slow."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from local.process import clean_env
from local.synth import ROOT, synthesize
from tests.infra.gateway_template import CERTIFICATE, settings_in
from tests.infra.template import Resources, resources_of


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Resources:
    return resources_of(synthesize(tmp_path_factory.mktemp("local")))


@pytest.fixture(scope="session")
def production_assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthesized without any AWS credentials or Docker: the environment holds none."""
    return _synthesized(tmp_path_factory.mktemp("production"))


def _synthesized(out: Path, **context: Any) -> Path:
    env = clean_env(
        CDK_OUTDIR=str(out),
        CDK_CONTEXT_JSON=json.dumps(context),
        JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION="20",
        DOCKER_HOST="unix:///nonexistent",
    )
    command = [sys.executable, "-m", "infra.app"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def production(production_assembly: Path) -> Resources:
    return resources_of(production_assembly)


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Resources:
    """With a gateway and its certificate, the rules validated, in an environment of nothing."""
    out, folder = tmp_path_factory.mktemp("out"), tmp_path_factory.mktemp("settings")
    context = {
        "gateway": "true",
        "gatewaySettings": settings_in(folder, drainSeconds=900),
        "gatewayCertificateArn": CERTIFICATE,
        "gatewayAccessLogs": "logs-of-mine",
        "gatewayMaxTasks": "5",
        # Else the functions' packages are installed again, which no test of the gateway looks at.
        "aws:cdk:bundling-stacks": [],
    }
    return resources_of(_synthesized(out, **context))


@pytest.fixture(scope="session")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a gateway for the emulator, without a certificate."""
    file = settings_in(tmp_path_factory.mktemp("settings"))
    return synthesize(tmp_path_factory.mktemp("inside"), gateway="true", gatewaySettings=file)
