"""A sandbox needs no more privileges than its task definition leaves it, and no namespaces."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from container.sandboxes import SandboxClient
from local.process import Child, clean_env
from tests.container.attacks.box import ROOT_ONLY, Box, alive
from tests.container.attacks.test_survivors import TRICKS

pytestmark = ROOT_ONLY
# Docker's default set without what infra/sandbox.py drops.
LEFT = "-all,+chown,+dac_override,+fowner,+kill,+setuid,+setgid,+setpcap"


@pytest.fixture
def bound() -> Iterator[Box]:
    place = Path(tempfile.mkdtemp(prefix="auto-routing-"))
    place.chmod(0o755)
    env = clean_env(
        SANDBOX_DIR=str(place / "socket"), WORK_DIR=str(place / "work"), SANDBOX_NUMBER="12"
    )
    command = ["setpriv", f"--bounding-set={LEFT}", sys.executable, "-m", "container.sandbox"]
    child = Child.start("bound", command, env, place / "log")
    try:
        client = SandboxClient.at(place / "socket")
        yield Box(client)
        client.disconnect()
    finally:
        child.stop()
        shutil.rmtree(place)


def test_a_case_lives_and_dies_with_the_privileges_of_a_container(bound: Box) -> None:
    for _ in range(2):
        uid = bound.begin({"a.txt": "a"})
        assert bound.sh("id -u; cat a.txt").output == f"{uid}\na"
        for trick in ("daemon", "forks for ever", "first thread gone", "deaf"):
            bound.sh(TRICKS[trick])
        bound.sh("mkdir -p shut/in; chmod 000 shut; touch /tmp/left-$(id -u) /dev/shm/left")
        bound.client.close(keep_server=False)
        assert alive(uid) == []
        assert b"a.txt" in bound.client.collect()
        bound.client.end()
        assert not Path(f"/tmp/left-{uid}").exists()  # noqa: S108
        assert not Path("/dev/shm/left").exists()  # noqa: S108
