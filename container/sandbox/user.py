"""Make the user of one case, and end all its processes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from container.sandbox.limits import Limits
from container.sandbox.processes import Process, below, of_user
from contracts.errors import SandboxFailure

# Chosen: above all ids of the image, with a range of 2,000 for each sandbox of a worker task.
FIRST_UID = 20_000
UIDS = 2_000
_KILLER_UID = 19_999
# Chosen: seconds until the worker task is given up, and between two kills.
_DEATH_SECONDS = 20.0
_PAUSE_SECONDS = 0.02
# kill(2): a process with real user id K, effective U and saved K may signal all processes of U, and
# none of them may signal it. It does not exec, so that U's limit on processes cannot stop it.
_KILLER = (
    "import os, sys; k, u = map(int, sys.argv[1:]); "
    "os.setgroups([]); os.setresgid(k, k, k); os.setresuid(k, u, k); os.kill(-1, 9)"
)


class Survivors(SandboxFailure):
    """Processes of a case could not be ended: nothing may run here after it."""


@dataclass(frozen=True)
class User:
    """The user of a case; `uid` is never given again in a worker task. It is None where this
    process cannot change users: then the case runs as this process's user, and all descendants
    count as the case's."""

    uid: int | None
    limits: Limits = field(default_factory=Limits)

    @property
    def prefix(self) -> tuple[str, ...]:
        """Return a command that becomes the command behind it, as this user and under the kernel's
        limits."""
        return (*self.limits.prefix(own_user=self.uid is not None), *as_user(self.uid))

    def alive(self, spare: Iterable[int] = ()) -> list[Process]:
        """Return the user's living processes but for `spare`."""
        return [p for p in self._all() if not p.dead and p.pid not in (*spare, os.getpid())]

    def _all(self) -> list[Process]:
        return below(os.getpid()) if self.uid is None else of_user(self.uid)

    def end(self) -> None:
        """Kill every process of the user until none is left, and reap them. Raises Survivors."""
        deadline = time.monotonic() + _DEATH_SECONDS
        self._kill(self.alive())
        while left := self.alive():
            if time.monotonic() > deadline:
                raise Survivors(f"{len(left)} processes of user {self.uid} do not end")
            time.sleep(_PAUSE_SECONDS)
            self._kill(left)
        self._reap()

    def end_all_but(self, spare: int) -> bool:
        """Kill all processes but `spare`. Return False if new ones appear all the time."""
        deadline = time.monotonic() + _DEATH_SECONDS / 4
        while left := self.alive((spare,)):
            if time.monotonic() > deadline:
                return False
            _signal(left)
            time.sleep(_PAUSE_SECONDS)
        return True

    def _kill(self, left: list[Process]) -> None:
        if self.uid is None:
            _signal(left)
            return
        # The kernel walks all processes at once: however fast one forks, it cannot run away.
        command = [sys.executable, "-ISc", _KILLER, str(_KILLER_UID), str(self.uid)]
        subprocess.run(command, check=False, capture_output=True, timeout=_DEATH_SECONDS)

    def _reap(self) -> None:
        """Reap the dead processes that are children of this one, orphans among them: it may be the
        first process."""
        for process in self._all():
            if process.dead and process.parent == os.getpid():
                with suppress(ChildProcessError):
                    os.waitpid(process.pid, os.WNOHANG)


def as_user(uid: int | None) -> tuple[str, ...]:
    """Return a command that becomes the command behind it as that user, without any privilege."""
    if uid is None:
        return ()
    identity = (f"--reuid={uid}", f"--regid={uid}", "--clear-groups")
    no_more = ("--no-new-privs", "--inh-caps=-all", "--bounding-set=-all")
    return (shutil.which("setpriv") or "setpriv", *identity, *no_more)


def obstacle() -> str | None:
    """Return why a case cannot have a user of its own here, or None."""
    if os.name != "posix" or os.geteuid() != 0:
        return "not started as root, so models' commands run as the user that started it"
    if shutil.which("setpriv") is None:
        return "setpriv is missing, so models' commands run as root"
    return None


def _signal(left: Iterable[Process]) -> None:
    for process in left:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
