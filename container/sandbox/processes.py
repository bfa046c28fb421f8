"""Read what the kernel lists of a case's processes and connections."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")
# TCP_LISTEN, in hexadecimal.
_LISTEN = "0A"


@dataclass(frozen=True)
class Process:
    """A process. `users` are its real, effective, saved and file system user id. A `dead` one waits
    to be reaped, and has no thread that outlived its first."""

    pid: int
    parent: int
    users: frozenset[int]
    dead: bool


def processes() -> Iterator[Process]:
    """Yield every process of this process namespace."""
    for entry in PROC.glob("[0-9]*"):
        with suppress(OSError, KeyError, ValueError):
            lines = (entry / "status").read_text(errors="replace").splitlines()
            status = dict(line.partition(":")[::2] for line in lines)
            yield Process(
                pid=int(entry.name),
                parent=int(status["PPid"]),
                users=frozenset(map(int, status["Uid"].split())),
                dead=status["State"].split()[0] in ("Z", "X") and int(status["Threads"]) <= 1,
            )


def of_user(uid: int) -> list[Process]:
    """Return the processes of a user, whatever they did to their name, folder or environment."""
    return [p for p in processes() if uid in p.users]


def below(root: int) -> list[Process]:
    """Return all descendants of a process; orphans too, if it has PR_SET_CHILD_SUBREAPER set."""
    found = list(processes())
    family, grown = {root}, True
    while grown:
        children = {p.pid for p in found if p.parent in family} - family
        family, grown = family | children, bool(children)
    return [p for p in found if p.pid in family and p.pid != root]


def memory(pid: int) -> int:
    """Return the resident memory in bytes; 0 for a process that is gone."""
    with suppress(OSError):
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * _PAGE
    return 0


@dataclass(frozen=True)
class Connection:
    """One end of a TCP connection, or a listening socket; `uid` owns it."""

    local: int
    remote: int
    uid: int
    listening: bool


def connections() -> Iterator[Connection]:
    """Yield the connections of this network namespace, from proc_net_tcp(5). Ends without an owner,
    which the kernel keeps for a while after a close, are left out."""
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            lines = (PROC / "net" / table).read_text().splitlines()[1:]
            yield from (found for line in lines if (found := _connection(line.split())))


def _connection(columns: list[str]) -> Connection | None:
    local, remote, state, uid, inode = *columns[1:4], columns[7], columns[9]
    if inode == "0":
        return None
    return Connection(_port(local), _port(remote), int(uid), state == _LISTEN)


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)


def owner(local: int, remote: int) -> int | None:
    """Return the owner of the end at port `local` of a loopback connection to port `remote`, or
    None if it is gone."""
    return next((c.uid for c in connections() if (c.local, c.remote) == (local, remote)), None)


def listener(port: int) -> int | None:
    """Return the user that listens at a port, or None."""
    return next((c.uid for c in connections() if c.listening and c.local == port), None)
