"""Count what a case takes up: by its user, not by its folder."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from container.sandbox.limits import MIB, Limits
from container.sandbox.processes import connections, memory
from container.sandbox.user import User

_LEAST_BYTES = 1024


@dataclass(frozen=True)
class Usage:
    """The resources that a case takes up; `memory`, `server` (the CLI's own memory) and `disk` in
    bytes. `nested` says that folders are deeper than they may be."""

    processes: int
    memory: int
    server: int
    connections: int
    disk: int
    nested: bool

    def beyond(self, limits: Limits) -> str | None:
        """Return which limit is passed, in words, or None."""
        passed = {
            f"more than {limits.processes} processes": self.processes > limits.processes,
            f"more than {limits.memory_mib} MiB of memory": self.memory > limits.memory_mib * MIB,
            f"more than {limits.server_mib} MiB of memory in the CLI": self.server
            > limits.server_mib * MIB,
            f"more than {limits.connections} connections": self.connections > limits.connections,
            f"more than {limits.disk_mib} MiB on disk": self.disk > limits.disk_mib * MIB,
            f"folders more than {limits.depth} deep": self.nested,
        }
        return next((words for words, true in passed.items() if true), None)


def usage(user: User, server: int | None, folders: Iterable[Path]) -> Usage:
    """Return what the user's processes beside `server`, and its files in `folders`, take up."""
    pids = [p.pid for p in user.alive(() if server is None else (server,))]
    disk, nested = _disk(user, folders)
    return Usage(
        processes=len(pids),
        memory=sum(map(memory, pids)),
        server=memory(server) if server else 0,
        connections=0 if user.uid is None else sum(c.uid == user.uid for c in connections()),
        disk=disk,
        nested=nested,
    )


def _disk(user: User, folders: Iterable[Path]) -> tuple[int, bool]:
    """Return the bytes on disk of the user's files, counted until they are too many, and whether
    folders are nested too deeply. A file counts as 1 KiB at least: a million empty ones fill a file
    system, too."""
    most, size = user.limits.disk_mib * MIB, 0
    for folder in folders:
        for found, level in _below(str(folder), None, 1, user.limits.depth):
            if user.uid in (None, found.st_uid):
                size += max(_LEAST_BYTES, found.st_blocks * 512)
            if level > user.limits.depth:
                return size, True
            if size > most:
                return size, False
    return size, False


def _below(
    name: str, parent: int | None, level: int, depth: int
) -> Iterator[tuple[os.stat_result, int]]:
    """Yield all entries with their level, up to one more than `depth`. Opened by descriptor: a
    folder that becomes a link meanwhile is not entered."""
    try:
        opened = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    except OSError:
        return
    try:
        with suppress(OSError), os.scandir(opened) as entries:
            for entry in entries:
                found = _stat(entry)
                if found is not None:
                    yield found, level
                    if stat.S_ISDIR(found.st_mode) and level <= depth:
                        yield from _below(entry.name, opened, level + 1, depth)
    finally:
        os.close(opened)


def _stat(entry: "os.DirEntry[str]") -> os.stat_result | None:
    with suppress(OSError):
        return entry.stat(follow_symlinks=False)
    return None
