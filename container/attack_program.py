"""What a hostile command would try in a sandbox; run there as the case's user, by python3.

`python3 attack.py inside|outside` writes what it found to walls.jsonl, and leaves processes and
files behind; `afterwards` tells, as the next case, what of that is still there."""

# ruff: noqa: S108, S310
from __future__ import annotations

import glob
import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

PLANTED = "planted-by-attack-self"
PLACES = ("~", "~/.config/kilo", "/tmp", "/var/tmp", "/dev/shm", ".")
TELLING = ("AWS_", "SECRET", "ECS_", "CREDENTIALS")
WRITABLE = ("/etc", "/usr/bin", "/app", "/opt/kilo", "/sandbox", "/sandboxes", "../bin", "..")
DAEMONS = ("setsid sleep 600", "env -i setsid sleep 601", "cd /; (setsid nohup sleep 602 &)")
CASES = 20_000
# Its name, whether it held (None: told only), and what was seen.
Wall = tuple[str, "bool | None", str]
Pids = Callable[[], Iterator[int]]


def user() -> Wall:
    lines = Path("/proc/self/status").read_text().splitlines()
    status = dict(line.partition(":")[::2] for line in lines)
    powers = [int(value, 16) for name, value in status.items() if name.startswith("Cap")]
    held = os.getuid() >= CASES and not any(powers) and status["NoNewPrivs"].strip() == "1"
    return "it has a user of its own without privileges", held, f"user {os.getuid()}"


def files(places: tuple[str, ...] = WRITABLE) -> Wall:
    written = []
    for place in places:
        with suppress(OSError):
            path = Path(place, PLANTED)
            path.touch()
            written.append(place)
            path.unlink()
    return "programs and folders of others cannot be written", not written, " ".join(written)


def others() -> Iterator[int]:
    """Yield the process ids of other users."""
    for path in glob.glob("/proc/[0-9]*"):
        with suppress(OSError):
            if os.stat(path).st_uid != os.getuid():
                yield int(path[6:])


def memory(pids: Pids = others) -> Wall:
    looks: dict[str, Callable[[str], object]] = {
        "environ": lambda path: Path(path).read_bytes(),
        "mem": lambda path: os.close(os.open(path, os.O_RDONLY)),
        "fd": os.listdir,
        "cwd": os.readlink,
        "root": os.readlink,
    }
    read = []
    for pid in pids():
        for name, look in looks.items():
            with suppress(OSError):
                look(f"/proc/{pid}/{name}")
                read.append(f"{pid}/{name}")
    return "memory and environment of other users cannot be read", not read, " ".join(read[:9])


def signals(pids: Pids = others) -> Wall:
    reached = []
    for pid in pids():
        with suppress(OSError):
            os.kill(pid, 0)
            reached.append(str(pid))
    return "processes of other users cannot be signalled", not reached, " ".join(reached[:9])


def environment() -> Wall:
    names = set()
    for path in glob.glob("/proc/[0-9]*/environ"):
        with suppress(OSError):
            entries = Path(path).read_text(errors="replace").split("\0")
            named = {entry.partition("=")[0] for entry in entries}
            names |= {name for name in named if any(word in name for word in TELLING)}
    return "no environment names a secret", not names, " ".join(sorted(names))


def agent() -> Wall:
    """Talk to the agents of sandboxes, wherever on this machine they listen."""
    reached = []
    for line in Path("/proc/net/unix").read_text(errors="replace").splitlines():
        path = line.split()[-1]
        with socket.socket(socket.AF_UNIX) as link, suppress(OSError):
            if path.endswith("sandbox.sock"):
                link.connect(path)
                reached.append(path)
    return "the agents of sandboxes cannot be reached", not reached, " ".join(reached)


def listeners() -> list[int]:
    """List the loopback ports at which other users listen, but for its own proxy's."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [row for row in rows if row[3] == "0A" and row[7] != str(os.getuid())]
    own = os.environ.get("KILO_API_URL", "").rpartition(":")[2]
    ports = {int(row[1].rpartition(":")[2], 16) for row in listening}
    return sorted(port for port in ports if str(port) != own)


def answered(port: int, path: str, body: bytes | None) -> bool:
    """Return whether it answers as a proxy does: a list of models, or a choice."""
    key = "Bearer " + os.environ.get("KILO_API_KEY", "")
    url = f"http://127.0.0.1:{port}/api/openrouter/{path}"
    request = urllib.request.Request(url, body, {"authorization": key})
    # Whatever is no HTTP answer is none.
    with suppress(Exception), urllib.request.urlopen(request, timeout=2) as answer:
        said = answer.read(100_000)
        return b'"data"' in said or b'"choices"' in said
    return False


def proxies(ports: Callable[[], list[int]] = listeners) -> Wall:
    open_ports = [
        str(port)
        for port in ports()
        if answered(port, "models", None) or answered(port, "chat/completions", b"{}")
    ]
    return "its key opens no other port of the task", not open_ports, " ".join(open_ports)


def fetched(url: str) -> str:
    """Return the body of an answer; nothing when there is none."""
    with suppress(OSError), urllib.request.urlopen(url, timeout=3) as answer:
        return str(answer.read(4000))
    return ""


def metadata() -> Iterator[Wall]:
    task = fetched("http://169.254.170.2/v2/credentials/") + fetched("http://169.254.170.2/")
    yield "the role's credentials are not given out", "AccessKey" not in task, ""
    machine = fetched("http://169.254.169.254/latest/meta-data/iam/security-credentials/")
    yield "the machine's credentials are not given out", not machine, machine[:80]


def network() -> Iterator[Wall]:
    try:
        address = socket.gethostbyname("example.com")
        yield "names outside are resolved", None, "yes; docs/isolation.md says how to end that"
        socket.create_connection((address, 443), 3).close()
        yield "hosts outside are reached", None, "yes, at port 443"
    except OSError as error:
        yield "the world outside is reached", None, f"no: {error}"


def plant() -> None:
    for place in PLACES:
        with suppress(OSError):
            folder = Path(place).expanduser()
            folder.mkdir(parents=True, exist_ok=True)
            (folder / PLANTED).touch()
    for daemon in DAEMONS:
        subprocess.run(["bash", "-c", f"({daemon}) >/dev/null 2>&1 &"], check=False)


def afterwards() -> Iterator[Wall]:
    alive = []
    for pid in others():
        with suppress(OSError):
            alive += [str(pid)] if os.stat(f"/proc/{pid}").st_uid >= CASES else []
    yield "what it started is dead when its case is over", not alive, " ".join(alive)
    found = [place for place in PLACES if os.path.lexists(Path(place, PLANTED).expanduser())]
    yield "the next case finds none of its files", not found, " ".join(found)


def walls(where: str) -> Iterator[Wall]:
    if where == "afterwards":
        yield from afterwards()
        return
    for check in (user, files, memory, signals, environment, agent, proxies):
        yield check()
    if where == "outside":
        yield from metadata()
        yield from network()


def line(wall: Wall) -> str:
    return json.dumps(dict(zip(("name", "held", "detail"), wall, strict=True)))


def main(where: str) -> None:
    lines = "\n".join([line(wall) for wall in walls(where)])
    if where == "afterwards":
        print(lines)
    else:
        plant()
        Path("walls.jsonl").write_text(lines)


if __name__ == "__main__":
    main(sys.argv[1])
