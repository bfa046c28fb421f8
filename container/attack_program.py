"""Try what a hostile command would try in a sandbox, as the case's user and by any Python 3.9.

`python3 -m container.attack_program inside|outside` writes what it found to walls.jsonl, and leaves
processes and files behind; `afterwards` reports, as the next case, what of that is left."""

from __future__ import annotations

import ctypes
import glob
import json
import os
import re
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from container.attack_network import credentials, machine, network, proxies
from container.attack_traces import (
    CASES,
    PLANTED,
    Check,
    Pids,
    files_left,
    others,
    plant,
    survivors,
)

TELLING = re.compile(rb"^(?:AWS|ECS)_|SECRET|AWS_CONTAINER_CREDENTIALS", re.M)
FOLDERS = (
    *("/", "/etc", "/usr/bin", "/usr/local/bin", "/app", "/opt/kilo", "/sandbox", "/sandboxes"),
    *("..", "../bin"),
)
_SEIZE = 0x4206  # PTRACE_SEIZE, see ptrace(2)
Environments = Callable[[], Iterable[str]]


def user(status: str = "/proc/self/status") -> Check:
    lines = Path(status).read_text().splitlines()
    fields = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    users = {int(each) for each in fields["Uid"]}
    powers = [name for name in fields if name.startswith("Cap") and int(fields[name][0], 16)]
    wrong = [
        *(f"user {each} is none of a case" for each in sorted(users) if each < CASES),
        *(f"{name} is not empty" for name in powers),
        *(["NoNewPrivs is not set"] if fields["NoNewPrivs"] != ["1"] else []),
    ]
    return judged(wrong, f"user {os.getuid()}")


def files(folders: Iterable[str] = FOLDERS) -> Check:
    """Write in folders of programs, and over programs."""
    found = sorted({*filter(os.path.isdir, (*folders, *_folders_of_programs()))})
    wrong = [folder for folder in found if _written(folder)]
    programs = [path for path in (sys.executable, *glob.glob("/opt/kilo/bin/*")) if path]
    wrong += [path for path in programs if os.access(path, os.W_OK)]
    return judged(wrong, f"{len(found)} folders were tried")


def _folders_of_programs() -> list[str]:
    kilo = Path(os.environ.get("KILO_TREE_SITTER_WASM_DIR", "/opt/kilo/bin/tree-sitter")).parent
    return [*os.environ.get("PATH", "").split(os.pathsep), str(kilo)]


def _written(folder: str) -> bool:
    with suppress(OSError):
        path = Path(folder, PLANTED)
        path.touch(exist_ok=False)
        path.unlink()
        return True
    return False


def memory(pids: Pids = others) -> Check:
    looks: dict[str, Callable[[str], object]] = {
        "environ": lambda path: Path(path).read_bytes(),
        "mem": lambda path: os.close(os.open(path, os.O_RDONLY)),
        "fd": os.listdir,
        "cwd": os.readlink,
        "root": os.readlink,
    }
    wrong, tried = [], 0
    for pid in pids():
        tried += 1
        for name, look in looks.items():
            with suppress(OSError):
                look(f"/proc/{pid}/{name}")
                wrong.append(f"{pid}/{name}")
    return judged(wrong, f"{tried} processes were tried", tried=tried)


def signals(pids: Pids = others) -> Check:
    wrong, tried = [], 0
    for pid in pids():
        tried += 1
        with suppress(OSError):
            os.kill(pid, 0)
            wrong.append(f"{pid} is signalled")
        wrong += [f"{pid} is traced"] if traced(pid) else []
    return judged(wrong, f"{tried} processes were tried", tried=tried)


def traced(pid: int) -> bool:
    """Return whether a process can be attached to. It is not stopped, and free in the end."""
    call = ctypes.CDLL(None).ptrace
    call.restype, call.argtypes = ctypes.c_long, [ctypes.c_long] * 4
    return bool(call(_SEIZE, pid, 0, 0) == 0)


def environment(paths: Environments = lambda: glob.glob("/proc/[0-9]*/environ")) -> Check:
    wrong, tried = set(), 0
    for path in paths():
        with suppress(OSError):
            text = Path(path).read_bytes()
            tried += 1
            entries = [e.partition(b"=") for e in text.split(b"\0")]
            # Values are left out: the report is stored.
            wrong |= {
                name.decode(errors="replace") for name, _, _ in entries if TELLING.search(name)
            }
            wrong |= (
                {"AWS_CONTAINER_CREDENTIALS"} if b"AWS_CONTAINER_CREDENTIALS" in text else set()
            )
    return judged(sorted(wrong), f"{tried} environments were read", tried=tried)


def sockets() -> Iterator[str]:
    """Yield where agents listen, from the kernel's list and from their settings."""
    yield "/sandbox/sandbox.sock"
    yield from glob.glob("/sandboxes/*/sandbox.sock")
    for line in Path("/proc/net/unix").read_text(errors="replace").splitlines():
        path = line.split()[-1]
        if path.endswith("sandbox.sock"):
            yield path


def agent(paths: Callable[[], Iterable[str]] = sockets) -> Check:
    wrong, tried = [], sorted(set(paths()))
    for path in tried:
        with socket.socket(socket.AF_UNIX) as link, suppress(OSError):
            link.connect(path)
            wrong.append(path)
    return judged(wrong, f"{len(tried)} sockets were tried")


def judged(wrong: list[str], detail: str, *, tried: int = 1) -> Check:
    """Return the check; it is not judged if there was nothing to try it on."""
    if wrong:
        return False, "; ".join(wrong[:9])
    return (True, detail) if tried else (None, "not tried: nothing was there to try it on")


WALLS: dict[str, Callable[[], Check]] = {
    "the case has a user of its own without privileges": user,
    "programs and folders of others cannot be written": files,
    "memory and environment of other users cannot be read": memory,
    "processes of other users cannot be signalled or traced": signals,
    "no environment names a secret": environment,
    "the agents of sandboxes cannot be reached": agent,
    "its key opens no other port of the task": proxies,
}
OUTSIDE: dict[str, Callable[[], Check]] = {
    "the role's credentials are not given out": credentials,
    "the machine's credentials are not given out": machine,
    "which addresses outside are reached": network,
}
AFTERWARDS: dict[str, Callable[[], Check]] = {
    "what it started is dead when its case is over": survivors,
    "the next case finds none of its files": files_left,
}


def line(name: str, check: Callable[[], Check]) -> str:
    """Return a wall as a line of JSON. A check that fails has not held."""
    try:
        held, detail = check()
    except Exception as error:
        held, detail = False, f"the check failed: {type(error).__name__}: {error}"
    return json.dumps({"name": name, "held": held, "detail": detail})


def not_tried() -> Check:
    return None, "not tried: only where the stack is on AWS"


def main(where: str) -> None:
    if where == "afterwards":
        print("\n".join([line(*wall) for wall in AFTERWARDS.items()]))
        return
    outside = OUTSIDE if where == "outside" else dict.fromkeys(OUTSIDE, not_tried)
    lines = [line(*wall) for wall in {**WALLS, **outside}.items()]
    lines.append(line("the attack left something to find", plant))
    Path("walls.jsonl").write_text("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1])
