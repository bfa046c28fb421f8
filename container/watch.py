"""Watching what a case takes up, and ending it when that is too much."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from container.leftovers import PROC, Leftovers
from container.limits import MIB, Limits

_EVERY_SECONDS = 0.5
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MOST_FILES = 100_000


@dataclass(frozen=True)
class _Usage:
    processes: int
    memory: int
    disk: int

    def beyond(self, limits: Limits) -> str | None:
        if self.processes > limits.processes:
            return f"more than {limits.processes} processes"
        if self.memory > limits.memory_mib * MIB:
            return f"more than {limits.memory_mib} MiB of memory"
        if self.disk > limits.disk_mib * MIB:
            return f"more than {limits.disk_mib} MiB on disk"
        return None


class Watch:
    """Of the case that works in `folder`, until the block ends. What is beyond a limit is killed
    and `stop` is called once; `exceeded` says which limit it was. `spare` is the CLI itself."""

    def __init__(
        self,
        leftovers: Leftovers,
        spare: int,
        folder: Path,
        limits: Limits,
        stop: Callable[[], None],
    ) -> None:
        self.exceeded: str | None = None
        self._leftovers, self._spare, self._folder = leftovers, spare, folder.resolve()
        self._limits, self._stop = limits, stop
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            beyond = self._usage().beyond(self._limits)
            if beyond:
                self._end(beyond)

    def _end(self, beyond: str) -> None:
        self._leftovers.kill(spare=self._spare, folder=self._folder)
        if self.exceeded is None:
            self.exceeded = beyond
            self._stop()

    def _usage(self) -> _Usage:
        pids = self._leftovers.pids(spare=self._spare, folder=self._folder)
        return _Usage(len(pids), sum(map(_memory, pids)), _disk(self._folder))


def _memory(pid: int) -> int:
    """Resident bytes; 0 for a process that is gone."""
    with suppress(OSError):
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * _PAGE
    return 0


def _disk(folder: Path) -> int:
    """Bytes that are really taken, of so many files as can be counted in passing."""
    total = 0
    for entry in islice(_files(str(folder)), _MOST_FILES):
        with suppress(OSError):
            total += entry.stat(follow_symlinks=False).st_blocks * 512
    return total


def _files(root: str) -> "Iterator[os.DirEntry[str]]":
    """Not by os.walk, which recurses before Python 3.12: a model can nest folders deeper."""
    folders = [root]
    while folders:
        with suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    yield entry
