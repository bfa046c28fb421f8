"""The attack that an admin can order finds broken walls where there are some, and none here."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from container import attack_program as program
from container.attack import attack
from contracts.debug import ATTACKER, DebugMessage
from tests.container.attacks.box import ROOT_ONLY
from tests.container.conftest import Bench

MESSAGE = DebugMessage(model=ATTACKER, prompt="attack", debug_id="d", attack=True)


@ROOT_ONLY
def test_every_wall_holds_in_a_sandbox(isolated: Bench) -> None:
    report = attack(MESSAGE, isolated.pool)
    assert report.meter.calls == 2
    assert len(report.walls) == 10
    assert [wall for wall in report.walls if wall.held is not True] == []


def test_an_attack_that_came_to_nothing_is_no_wall_that_held(
    isolated: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("container.attack._PROGRAM", "raise SystemExit")
    first, *_ = attack(MESSAGE, isolated.pool).walls
    assert (first.name, first.held) == ("the attack was carried out", False)


@pytest.fixture
def neighbour() -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process.pid
        process.kill()


def test_what_can_be_read_or_signalled_is_a_broken_wall(neighbour: int) -> None:
    """A process of our own stands for one of another user that is open to us."""
    for check in (program.memory, program.signals):
        name, held, detail = check(lambda: iter([neighbour]))
        assert (held, str(neighbour) in detail) == (False, True), name


def test_what_can_be_written_is_a_broken_wall(tmp_path: Path) -> None:
    assert program.files((str(tmp_path),))[1:] == (False, str(tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert program.files((str(tmp_path / "absent"),))[1] is True


def test_a_secret_in_an_environment_is_a_broken_wall() -> None:
    code = "from container.attack_program import environment; print(environment())"
    env = {"PATH": os.environ["PATH"], "AWS_SECRET_ACCESS_KEY": "x"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert "False, " in done.stdout
    assert "AWS_SECRET_ACCESS_KEY" in done.stdout


def test_a_port_that_takes_any_key_is_a_broken_wall() -> None:
    class Open(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"data": []}')

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Open) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_port
        assert program.proxies(lambda: [port])[1:] == (False, str(port))
        server.shutdown()


def test_an_agent_that_answers_is_a_broken_wall(tmp_path: Path) -> None:
    path = str(tmp_path / "sandbox.sock")
    with socket.socket(socket.AF_UNIX) as link:
        link.bind(path)
        link.listen()
        _, held, detail = program.agent()
        assert (held, path in detail) == (False, True)


def test_what_is_left_behind_is_a_broken_wall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "PLACES", (str(tmp_path),))
    monkeypatch.setattr(program, "DAEMONS", ())
    program.plant()
    found = {name: held for name, held, _ in program.afterwards()}
    assert found["the next case finds none of its files"] is False
    assert json.loads(program.line(("w", None, ""))) == {"name": "w", "held": None, "detail": ""}
