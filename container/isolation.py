"""Keeping what a model runs away from our credentials, and ending it with its case."""

import os
import shutil
import signal
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

UID = 10001
MARKER = "AUTO_ROUTING_TASK"
Wanted = Literal["required", "preferred"]
_PROC = Path("/proc")


class NotIsolated(RuntimeError):
    """The CLI cannot run as another user, although it has to."""


@dataclass(frozen=True)
class Isolation:
    """With `user`, the CLI and all it starts run as that user and without privileges: they can
    read neither our memory nor our environment. `why_not` tells why there is none."""

    user: int | None
    why_not: str | None = None

    @property
    def prefix(self) -> tuple[str, ...]:
        if self.user is None:
            return ()
        identity = (f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups")
        no_more = ("--no-new-privs", "--inh-caps=-all", "--bounding-set=-all")
        return ("setpriv", *identity, *no_more)

    def give(self, path: Path) -> None:
        """Makes a folder and all that is in it the CLI's own."""
        if self.user is not None:
            for each in (path, *path.rglob("*")):
                os.chown(each, self.user, self.user, follow_symlinks=False)


def isolate(wanted: Wanted, *needed: Path) -> Isolation:
    """Raises NotIsolated when it is required and cannot be had. `needed`: paths that the other
    user has to reach."""
    why_not = _obstacle(needed)
    if why_not is None:
        return Isolation(UID)
    if wanted == "required":
        raise NotIsolated(f"{why_not}; set ISOLATION=preferred to run without (not for real keys)")
    return Isolation(None, why_not)


def _obstacle(needed: tuple[Path, ...]) -> str | None:
    if os.name != "posix" or os.geteuid() != 0:
        return "not started as root, so the CLI runs as the same user"
    if shutil.which("setpriv") is None:
        return "setpriv is missing, so the CLI runs as the same user"
    closed = next((p for path in needed for p in path.resolve().parents if _is_closed(p)), None)
    return f"user {UID} cannot enter {closed}; move KILO_BIN or WORK_DIR" if closed else None


def _is_closed(folder: Path) -> bool:
    return folder.exists() and not folder.stat().st_mode & stat.S_IXOTH


def sweep(marker: str, server: int, folder: Path | None = None) -> int:
    """Kills what the CLI's tools left running: shell commands have sessions of their own and
    survive the CLI's abort. With `folder` only what works there. Returns how many were killed."""
    found = [pid for pid in _marked(marker) if pid != server and _works_in(pid, folder)]
    for pid in found:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(found)


def _marked(marker: str) -> Iterator[int]:
    needle = f"{MARKER}={marker}".encode()
    for entry in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            if _has(entry, needle):
                yield int(entry.name)


def _has(process: Path, needle: bytes) -> bool:
    try:
        return needle in (process / "environ").read_bytes().split(b"\0")
    except PermissionError:
        # Without CAP_SYS_PTRACE not even root may look; the user tells then.
        return process.stat().st_uid == UID


def _works_in(pid: int, folder: Path | None) -> bool:
    if folder is None:
        return True
    with suppress(OSError):
        if Path(os.readlink(_PROC / str(pid) / "cwd")).is_relative_to(folder.resolve()):
            return True
        environ = (_PROC / str(pid) / "environ").read_bytes().split(b"\0")
        return f"PWD={folder.resolve()}".encode() in environ
    return False
