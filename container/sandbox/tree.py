"""Make, fill, collect and remove the folders of a case.

Root makes an empty folder, gives it away, and removes it when it is empty again. The case's user
does everything inside, so that a link leads only where that user may go."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from container.sandbox.user import User
from contracts.errors import SandboxFailure

_SECONDS = 120  # chosen
# Places where every user may leave something.
SHARED = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path("/dev/mqueue"))  # noqa: S108
_REMOVE = 'chmod -R u+rwx "$0"; find "$0" -mindepth 1 -delete'
MOST_BYTES = 128 * 2**20  # chosen


class TooLarge(SandboxFailure):
    """A folder holds more than may be collected."""


class NotCollected(SandboxFailure):
    """A folder cannot be read."""


class NotLaidOut(SandboxFailure):
    """An archive does not fit into a folder."""


class NotRemoved(SandboxFailure):
    """Something of a case stays: nothing may run here after it."""


def make(folder: Path, user: User) -> None:
    """Make an empty folder that is the user's own. Raises OSError if it exists."""
    folder.mkdir(mode=0o755)
    if user.uid is None:
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        os.fchown(opened, user.uid, user.uid)
    finally:
        os.close(opened)


def lay_out(folder: Path, files: bytes, user: User) -> None:
    """Extract a tar archive into the folder. Raises NotLaidOut."""
    command = ["tar", "--extract", "--no-same-owner", "--file=-", f"--directory={folder}"]
    done = _do(user, command, files)
    if done.returncode:
        raise NotLaidOut(done.stderr[-300:].decode(errors="replace"))


def collect(folder: Path, user: User) -> IO[bytes]:
    """Return the folder as a tar archive, at its beginning. Raises TooLarge, NotCollected."""
    archive = TemporaryFile()  # noqa: SIM115
    packed = ["tar", "--create", "--sparse", "--ignore-failed-read", "--file=-"]
    command = [*packed, f"--directory={folder}", "."]
    # The kernel's limit for one file ends an archive that would be too large.
    bounded = [*user.prefix, "prlimit", f"--fsize={MOST_BYTES}", *command]
    done = subprocess.run(bounded, stdout=archive, stderr=subprocess.PIPE, timeout=_SECONDS)
    if archive.seek(0, os.SEEK_END) >= MOST_BYTES:
        raise TooLarge(f"the files left are more than {MOST_BYTES // 2**20} MiB")
    if done.returncode not in (0, 1):
        raise NotCollected(f"the files cannot be collected: {done.stderr[-300:]!r}")
    archive.seek(0)
    return archive


def remove(folder: Path, user: User) -> None:
    """Remove the folder, however deep and closed a model has made it. Raises NotRemoved."""
    if not folder.is_symlink() and folder.is_dir():
        _do(user, ["sh", "-c", _REMOVE, str(folder)])
    try:
        folder.rmdir()
    except FileNotFoundError:
        return
    except OSError as error:
        raise NotRemoved(f"{folder}: {error}") from error


def sweep(user: User) -> None:
    """Remove what the user left in the places that all users share, and its shared memory. Raises
    NotRemoved."""
    if user.uid is None:
        return
    places = [str(place) for place in SHARED if place.is_dir()]
    mine = ["find", *places, "-xdev", "-mindepth", "1", "-user", str(user.uid)]
    if _left(places, user.uid):
        _do(user, [*mine, "-type", "d", "-exec", "chmod", "u+rwx", "{}", "+"])
        _do(user, [*mine, "-delete"])
    _do(user, ["ipcrm", "--all"])
    if left := _left(places, user.uid):
        raise NotRemoved(f"user {user.uid} left {', '.join(left)[:300]}")


def _left(places: list[str], uid: int) -> list[str]:
    return [e.path for place in places for e in _entries(place) if _owner(e) == uid]


def _entries(place: str) -> list["os.DirEntry[str]"]:
    with os.scandir(place) as entries:
        return list(entries)


def _owner(entry: "os.DirEntry[str]") -> int | None:
    with suppress(OSError):
        return entry.stat(follow_symlinks=False).st_uid
    return None


def _do(user: User, command: list[str], stdin: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    command = [*user.prefix, *command]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=_SECONDS)
