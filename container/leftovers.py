"""Ending what a model started and left running.

Shell commands of the CLI have sessions of their own: they survive an abort, and the death of the
CLI. They are known by a marker in the environment that they inherit; one that dropped it, by the
user it runs as or by the folder in which it works."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MARKER = "AUTO_ROUTING_TASK"
PROC = Path("/proc")
_ROUNDS = 5


@dataclass(frozen=True)
class _Process:
    """`marker` None: it has none, or it may not be read."""

    pid: int
    user: int
    marker: str | None
    folders: tuple[Path, ...]

    def within(self, folder: Path) -> bool:
        return any(each.is_relative_to(folder) for each in self.folders)


@dataclass(frozen=True)
class Leftovers:
    """Of the worker whose processes carry `marker` and work below `root`; `user` is theirs alone
    if there is one. Without /proc nothing is found."""

    marker: str
    root: Path
    user: int | None

    def kill(self, *, spare: int, folder: Path | None = None) -> int:
        """How many were killed: all but `spare`, or only those that work in `folder`."""
        killed = 0
        for _ in range(_ROUNDS):
            found = self.pids(spare=spare, folder=folder)
            for pid in found:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            if not found:
                break
            killed += len(found)
        return killed

    def pids(self, *, spare: int, folder: Path | None = None) -> list[int]:
        """Those that `kill` would end."""
        ours = self._ours(spare)
        return [p.pid for p in ours if folder is None or p.within(folder.resolve())]

    def _ours(self, spare: int) -> list[_Process]:
        alive = [p for p in _processes() if p.pid not in (spare, os.getpid())]
        shared = any(p.marker not in (None, self.marker) and p.user == self.user for p in alive)
        return [p for p in alive if self._is_ours(p, shared=shared)]

    def _is_ours(self, process: _Process, *, shared: bool) -> bool:
        """`shared`: another worker on this machine runs its CLI as the same user."""
        if process.marker is not None:
            return process.marker == self.marker
        of_user = self.user is not None and process.user == self.user
        return (of_user and not shared) or process.within(self.root.resolve())


def _processes() -> Iterator[_Process]:
    for entry in PROC.glob("[0-9]*"):
        with suppress(OSError):
            status = dict(_pairs((entry / "status").read_text(), "\n", ":\t"))
            if not status["State"].startswith(("Z", "X")):
                yield _process(entry, int(status["Uid"].split()[0]))


def _process(entry: Path, user: int) -> _Process:
    environ: dict[str, str] = {}
    folders: list[Path] = []
    # Without CAP_SYS_PTRACE not even root may look at another user's process.
    with suppress(OSError):
        environ = dict(_pairs((entry / "environ").read_bytes().decode(errors="replace"), "\0", "="))
        folders.append(Path(os.readlink(entry / "cwd").removesuffix(" (deleted)")))
    if environ.get("PWD"):
        folders.append(Path(environ["PWD"]))
    return _Process(int(entry.name), user, environ.get(MARKER), tuple(folders))


def _pairs(text: str, end: str, between: str) -> Iterator[tuple[str, str]]:
    for line in text.split(end):
        name, _, value = line.partition(between)
        yield name, value
