"""Start one sandbox without the CLI, for attacks that need many repetitions."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from container.sandboxes import Ran, SandboxClient, archive
from local import sandboxes

PROC = Path("/proc")
# Of no sandbox that other tests have at the same time.
_NUMBER = 4
ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give cases users")


@dataclass(frozen=True)
class Box:
    client: SandboxClient

    def begin(self, files: dict[str, str] | None = None) -> int | None:
        uid = self.client.begin()
        self.client.open(archive(files or {}))
        return uid

    def sh(self, command: str, seconds: float = 20) -> Ran:
        return self.client.run(["bash", "-c", command], seconds=seconds, most=2**20)

    def python(self, program: str, seconds: float = 20) -> Ran:
        return self.client.run(["python3", "-c", program], seconds=seconds, most=2**20)


@contextmanager
def box(place: Path, **env: str) -> Iterator[Box]:
    child = sandboxes.start(place, _NUMBER, place / "log", env)
    try:
        client = SandboxClient.at(place)
        yield Box(client)
        client.disconnect()
    finally:
        child.stop()


def alive(uid: int | None) -> list[str]:
    """Return the command lines of a user's processes, in every namespace below this one."""
    assert uid is not None
    found = []
    for entry in PROC.glob("[0-9]*"):
        with suppress(OSError):
            status = (entry / "status").read_text()
            if f"\nUid:\t{uid}\t" in status and "State:\tZ" not in status:
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found
