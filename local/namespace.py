"""Give a sandbox its own places, then become it: `python -m local.namespace` in fresh namespaces.

It hides the places that a container would have for itself, and keeps visible what the sandbox
needs."""

import os
import subprocess
import sys
from pathlib import Path

from container.sandbox.kilo import kilo_binary

PRIVATE_WORK = "/mnt"
_KILO = f"{PRIVATE_WORK}/kilo"
_SIZE_MIB = 4096  # chosen: twice the disk of a case
_HIDDEN = {PRIVATE_WORK: "755", "/tmp": "1777", "/var/tmp": "1777", "/dev/shm": "1777"}  # noqa: S108
_ROOT = Path(__file__).resolve().parents[1]


def needed(*more: Path) -> str:
    """Return the folders that have to stay visible, wherever they are, joined by colons."""
    fixed = (_ROOT, Path(sys.prefix), Path(sys.base_prefix), kilo_binary().parents[1])
    return os.pathsep.join(str(path.resolve()) for path in (*fixed, *more))


def main() -> None:
    """Hide the places and become the sandbox. Never returns."""
    kept = [path for path in os.environ.pop("NEEDED").split(os.pathsep) if _is_hidden(path)]
    kilo = kilo_binary()
    package = os.open(kilo.parents[1], os.O_PATH)
    opened = [(os.open(path, os.O_PATH), path) for path in kept]
    for place, mode in _HIDDEN.items():
        size = f"size={_SIZE_MIB}m,mode={mode}"
        _run("mount", "-t", "tmpfs", "-o", size, "sandbox", place)
    for descriptor, path in opened:
        _bind(descriptor, path)
    # The binary may be in a folder that a case's user cannot enter.
    _bind(package, _KILO)
    os.environ["KILO_BIN"] = f"{_KILO}/{kilo.relative_to(kilo.parents[1])}"
    os.execv(sys.executable, [sys.executable, "-m", "container.sandbox"])  # noqa: S606


def _is_hidden(path: str) -> bool:
    return any(Path(path).is_relative_to(place) for place in _HIDDEN)


def _bind(descriptor: int, path: str) -> None:
    """Mount by descriptor: the name may already lead to what hides it."""
    Path(path).mkdir(parents=True, exist_ok=True)
    source = f"/proc/self/fd/{descriptor}"
    _run("mount", "--no-canonicalize", "--bind", source, path, keep=descriptor)


def _run(*command: str, keep: int | None = None) -> None:
    subprocess.run(command, check=True, pass_fds=() if keep is None else (keep,))


if __name__ == "__main__":
    main()
