"""Start sandboxes as processes.

As root, each has the namespaces that a container has; else commands of models run as this process's
user, and the sandbox says so."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from container.harness import ProviderAccess, starting
from container.pool import Pool
from container.sandboxes import SandboxClient
from local.namespace import PRIVATE_WORK, needed
from local.process import Child, clean_env

_UNSHARE = (
    "unshare",
    *("--mount", "--pid", "--ipc", "--fork", "--kill-child", "--mount-proc"),
    "--",
)


@contextmanager
def pool(
    provider: ProviderAccess, folder: Path, *, slots: int, env: Mapping[str, str] | None = None
) -> Iterator[Pool]:
    """Lend a pool of sandboxes for `slots` cases at a time; `folder` holds their sockets and
    logs."""
    with ExitStack() as stack:
        places = [folder / f"sandbox-{number}" for number in range(2 * slots)]
        for number, place in enumerate(places):
            child = start(place, number, place / "log", env or {})
            stack.callback(child.stop)
        clients = [SandboxClient.at(place) for place in places]
        yield stack.enter_context(Pool(clients, starting(provider), ahead=slots))


def start(place: Path, number: int, log: Path, env: Mapping[str, str]) -> Child:
    """Start the sandbox whose socket is to be in `place`."""
    place.mkdir(parents=True, exist_ok=True)
    own = {"SANDBOX_DIR": str(place), "SANDBOX_NUMBER": str(number), "ISOLATION": "preferred"}
    if can_unshare():
        command = [*_UNSHARE, sys.executable, "-m", "local.namespace"]
        own |= {"WORK_DIR": PRIVATE_WORK, "SANDBOX_TMP": "/tmp", "NEEDED": needed(place)}  # noqa: S108
    else:
        command = [sys.executable, "-m", "container.sandbox"]
        own |= {"WORK_DIR": str(place / "work")}
    return Child.start(f"sandbox {number}", command, clean_env(**{**own, **env}), log)


@cache
def can_unshare() -> bool:
    """Return whether a process here can have namespaces of its own."""
    if os.geteuid() != 0:
        return False
    try:
        return subprocess.run([*_UNSHARE, "true"], capture_output=True).returncode == 0
    except OSError:
        return False
