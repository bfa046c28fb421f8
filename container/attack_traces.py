"""Leave files and processes behind, and look for them as the next case. Part of attack_program."""

from __future__ import annotations

import glob
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

PLANTED = "planted-by-attack-self"
PLACES = tuple(
    f"{place}/{PLANTED}"
    for place in ("~", "~/.config/kilo", "/tmp", "/var/tmp", "/dev/shm", ".")  # noqa: S108
)
# git and the CLI of the next case would read what is first in a home.
TRACES = (*PLACES, "~/.gitconfig")
_SLEEP = f"'{sys.executable}' -c 'import time; time.sleep(600)' {PLANTED}"
DAEMONS = (f"setsid {_SLEEP}", f"env -i setsid {_SLEEP}", f"cd /; (setsid nohup {_SLEEP} &)")
_START_SECONDS = 10.0  # chosen: three Pythons start by then
CASES = 20_000  # the first user id of cases, see sandbox/user.py
# Whether the wall held (None: not tried, or reported only), and what was seen.
Check = tuple["bool | None", str]
Pids = Callable[[], Iterable[int]]


def processes() -> Iterator[tuple[int, int, bytes]]:
    """Yield id, user and command line of all processes but dead ones and the kernel's own."""
    for path in glob.glob("/proc/[0-9]*"):
        with suppress(OSError):
            command = Path(path, "cmdline").read_bytes()
            if command:
                yield int(path[6:]), os.stat(path).st_uid, command


def others() -> Iterator[int]:
    """Yield the process ids of other users."""
    return (pid for pid, owner, _ in processes() if owner != os.getuid())


def plant() -> Check:
    """Leave files and daemons behind. Without them, finding none would prove nothing."""
    written = [place for place in TRACES if _plant_file(Path(place).expanduser())]
    for daemon in DAEMONS:
        subprocess.run(["bash", "-c", f"({daemon}) >/dev/null 2>&1 &"], check=False)
    running, deadline = _planted(), time.monotonic() + _START_SECONDS
    while len(running) < len(DAEMONS) and time.monotonic() < deadline:
        time.sleep(0.05)
        running = _planted()
    enough = len(running) >= len(DAEMONS) and len(written) > len(TRACES) // 2
    return enough, f"{len(running)} processes and {len(written)} files"


def _plant_file(path: Path) -> bool:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(exist_ok=False)
        return True
    return False


def _planted() -> list[int]:
    return [pid for pid, _, command in processes() if f"\0{PLANTED}\0".encode() in command]


def survivors() -> Check:
    """Look for the daemons and, where each case has a user, for any process of another case."""
    me = os.getuid()
    foreign = [pid for pid, owner, _ in processes() if me >= CASES and owner not in (0, me)]
    alive = sorted({*_planted(), *foreign})
    return not alive, " ".join(map(str, alive)) or "no process is left"


def files_left() -> Check:
    """Look for the files, and remove those found: on a laptop no other user may do that."""
    found = [place for place in TRACES if os.path.lexists(Path(place).expanduser())]
    for place in found:
        with suppress(OSError):
            Path(place).expanduser().unlink()
    return not found, " ".join(found) or f"{len(TRACES)} places were looked at"
