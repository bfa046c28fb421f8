"""Each check of the attack can fail: it finds a wall that is broken for it."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from container import attack_network as network
from container import attack_program as program
from container import attack_traces as traces

ROOTS = """Uid:\t0\t0\t0\t0
CapInh:\t0000000000000000
CapEff:\t000001ffffffffff
NoNewPrivs:\t0
"""
CASES_OWN = """Uid:\t20001\t20001\t20001\t20001
CapInh:\t0000000000000000
CapEff:\t0000000000000000
NoNewPrivs:\t1
"""


def test_a_user_with_privileges_is_a_broken_wall(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text(ROOTS)
    wrong = "user 0 is none of a case; CapEff is not empty; NoNewPrivs is not set"
    assert program.user(str(status)) == (False, wrong)
    status.write_text(CASES_OWN)
    assert program.user(str(status))[0] is True


@pytest.fixture
def neighbour() -> Iterator[int]:
    """Yield a process of this user, in place of one of another user that is open to attack."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process.pid
        process.kill()


def test_what_can_be_read_is_a_broken_wall(neighbour: int) -> None:
    held, detail = program.memory(lambda: [neighbour])
    assert held is False
    assert f"{neighbour}/environ" in detail


def test_what_can_be_signalled_or_traced_is_a_broken_wall(neighbour: int) -> None:
    held, detail = program.signals(lambda: [neighbour])
    assert held is False
    assert f"{neighbour} is signalled" in detail
    assert f"{neighbour} is traced" in detail


def test_where_nothing_could_be_tried_no_wall_has_held() -> None:
    for found in (program.memory(list), program.signals(list), program.environment(list)):
        assert found[0] is None


def test_what_can_be_written_is_a_broken_wall(tmp_path: Path) -> None:
    held, detail = program.files((str(tmp_path), str(tmp_path / "absent")))
    assert held is False
    assert str(tmp_path) in detail.split("; ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        (b"AWS_SECRET_ACCESS_KEY=canary", "AWS_SECRET_ACCESS_KEY"),
        (b"THE_SECRET_OF=canary", "THE_SECRET_OF"),
        (b"ECS_CONTAINER_METADATA_URI=canary", "ECS_CONTAINER_METADATA_URI"),
        (b"X=a AWS_CONTAINER_CREDENTIALS_RELATIVE_URI canary", "AWS_CONTAINER_CREDENTIALS"),
    ],
)
def test_a_secret_in_an_environment_is_a_broken_wall_and_is_not_told(
    tmp_path: Path, entry: bytes, named: str
) -> None:
    environ = tmp_path / "environ"
    environ.write_bytes(b"PATH=/bin\0" + entry + b"\0")
    assert program.environment(lambda: [str(environ)]) == (False, named)
    environ.write_bytes(b"PATH=/bin\0LAWS_OF=x\0")
    assert program.environment(lambda: [str(environ)])[0] is True


def test_an_agent_that_answers_is_a_broken_wall(tmp_path: Path) -> None:
    path = str(tmp_path / "sandbox.sock")
    with socket.socket(socket.AF_UNIX) as link:
        link.bind(path)
        link.listen()
        assert path in program.sockets()
        assert program.agent(lambda: [path]) == (False, path)
    assert program.agent(lambda: [path])[0] is True


def test_a_check_that_fails_has_not_held() -> None:
    def fails() -> traces.Check:
        raise KeyError("Uid")

    assert '"held": false' in program.line("w", fails)


@contextmanager
def answering(status: int, body: bytes) -> Iterator[int]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        do_PUT = do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


TAKEN = b'{"error": {"message": "benchmark proxy: no case is open"}}'


@pytest.mark.parametrize(("status", "body"), [(200, b'{"data": []}'), (400, TAKEN)])
def test_a_port_that_takes_its_key_is_a_broken_wall(status: int, body: bytes) -> None:
    with answering(status, body) as port:
        assert network.proxies(lambda: [port]) == (False, f"port {port} answers {status}")


@pytest.mark.parametrize(("status", "body"), [(401, TAKEN), (200, b"<html>")])
def test_a_port_that_refuses_or_is_something_else_holds(
    status: int, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(status, body) as port, answering(200, b'{"data": []}') as own:
        monkeypatch.setenv("KILO_API_URL", f"http://127.0.0.1:{own}")
        assert network.proxies(lambda: [port, own])[0] is True
        monkeypatch.setenv("KILO_API_URL", f"http://127.0.0.1:{port}")
        assert network.proxies(lambda: [port])[0] is None


def test_only_loopback_ports_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 99)
    with socket.create_server(("127.0.0.1", 0)) as near:
        assert near.getsockname()[1] in network.listeners()
    with socket.create_server(("0.0.0.0", 0)) as wide:  # noqa: S104
        assert wide.getsockname()[1] not in network.listeners()


@pytest.mark.parametrize("check", [network.credentials, network.machine])
def test_credentials_that_are_given_out_are_a_broken_wall_and_are_not_told(
    check: Callable[[str], traces.Check],
) -> None:
    with answering(200, b'{"SecretAccessKey": "canary"}') as port:
        held, detail = check(f"http://127.0.0.1:{port}")
    assert held is False
    assert "canary" not in detail
    with answering(404, b"") as port:
        assert check(f"http://127.0.0.1:{port}")[0] is True
    assert check(f"http://127.0.0.1:{port}")[0] is True


def test_the_world_outside_is_told_and_not_judged() -> None:
    def unknown(name: str) -> str:
        raise OSError("no such name")

    assert network.network(unknown)[0] is None
    with answering(200, b"") as port:
        found = network.network(lambda _: "127.0.0.1", port)
        assert found == (None, f"example.com is resolved, and reached at port {port}")
    held, detail = network.network(lambda _: "127.0.0.1", port)
    assert held is None
    assert "not reached" in detail


def test_what_is_left_behind_is_a_broken_wall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is unique: attacks of other tests leave processes behind as well."""
    name = f"planted-by-{tmp_path.name}-{os.getpid()}"
    monkeypatch.setattr(
        traces, "DAEMONS", tuple(each.replace(traces.PLANTED, name) for each in traces.DAEMONS)
    )
    monkeypatch.setattr(traces, "PLANTED", name)
    place = str(tmp_path / "deep" / name)
    monkeypatch.setattr(traces, "TRACES", (place,))
    planted, detail = traces.plant()
    assert (planted, detail) == (True, "3 processes and 1 files")
    held, found = traces.survivors()
    for pid in found.split():
        os.kill(int(pid), 9)
    assert (held, len(found.split())) == (False, 3)
    assert traces.files_left() == (False, place)
    assert traces.files_left()[0] is True


def test_an_attack_that_could_leave_nothing_proves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(traces, "TRACES", ("/proc/none",))
    monkeypatch.setattr(traces, "DAEMONS", ())
    assert traces.plant() == (False, "0 processes and 0 files")
