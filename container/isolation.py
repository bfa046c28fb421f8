"""Keeping what a model runs away from our credentials."""

import os
import shutil
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from container.limits import Limits

UID = 10001
Wanted = Literal["required", "preferred"]


class NotIsolated(RuntimeError):
    """The CLI cannot run as another user, although it has to."""


@dataclass(frozen=True)
class Isolation:
    """With `user`, the CLI and all it starts run as that user and without privileges: they can
    read neither our memory nor our environment. `why_not` tells why there is none. `limits` hold
    either way."""

    user: int | None
    why_not: str | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def prefix(self) -> tuple[str, ...]:
        return (*self.limits.prefix(own_user=self.user is not None), *self._as_user)

    @property
    def _as_user(self) -> tuple[str, ...]:
        if self.user is None:
            return ()
        identity = (f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups")
        no_more = ("--no-new-privs", "--inh-caps=-all", "--bounding-set=-all")
        return (shutil.which("setpriv") or "setpriv", *identity, *no_more)

    def give(self, path: Path) -> None:
        """Makes a folder and all that is in it the CLI's own."""
        if self.user is not None:
            for each in (path, *path.rglob("*")):
                os.chown(each, self.user, self.user, follow_symlinks=False)


def isolate(wanted: Wanted, *needed: Path, limits: Limits | None = None) -> Isolation:
    """Raises NotIsolated when it is required and cannot be had. `needed`: paths that the other
    user has to reach."""
    why_not = _obstacle(needed)
    if why_not is None:
        return Isolation(UID, None, limits or Limits())
    if wanted == "required":
        raise NotIsolated(f"{why_not}; set ISOLATION=preferred to run without (not for real keys)")
    return Isolation(None, why_not, limits or Limits())


def _obstacle(needed: tuple[Path, ...]) -> str | None:
    if os.name != "posix" or os.geteuid() != 0:
        return "not started as root, so the CLI runs as the same user"
    if shutil.which("setpriv") is None:
        return "setpriv is missing, so the CLI runs as the same user"
    closed = next((p for path in needed for p in path.resolve().parents if _is_closed(p)), None)
    return f"user {UID} cannot enter {closed}; move KILO_BIN or WORK_DIR" if closed else None


def _is_closed(folder: Path) -> bool:
    return folder.exists() and not folder.stat().st_mode & stat.S_IXOTH
