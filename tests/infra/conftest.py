"""One synthesis of each kind for all tests of this folder: it is slow."""

import subprocess
import sys
from pathlib import Path

import pytest

from local.process import clean_env
from local.synth import ROOT, synthesize
from tests.infra.template import Resources, resources_of


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Resources:
    return resources_of(synthesize(tmp_path_factory.mktemp("local")))


@pytest.fixture(scope="session")
def production_assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthesized without any AWS credentials or Docker: the environment holds none."""
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
    return resources_of(production_assembly)
