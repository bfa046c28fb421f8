"""The attack that an admin can order finds broken walls where there are some, and none here."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from container.attack import PROGRAM, attack
from container.pool import Pool
from container.sandboxes import Ran, SandboxClient, SandboxLost, archive
from contracts.debug import ATTACKER, DebugMessage, DebugReport
from tests.container.attacks.box import ROOT_ONLY
from tests.container.conftest import Bench
from tests.container.upstream import MARK

MESSAGE = DebugMessage(model=ATTACKER, prompt="attack", debug_id="d", attack=True)
OUTSIDE = {
    "the role's credentials are not given out",
    "the machine's credentials are not given out",
    "which addresses outside are reached",
}
MAIN, NETWORK = "container/attack_program.py", "container/attack_network.py"
PROVIDERS = """(b'"data"', b'"choices"', b"benchmark proxy")"""


@pytest.fixture(autouse=True)
def only_the_provider_of_this_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests run beside this one, and some of their providers take any key."""
    before, _, after = PROGRAM[NETWORK].partition(PROVIDERS)
    assert after
    monkeypatch.setitem(PROGRAM, NETWORK, f"{before}({MARK.encode()!r}, b'benchmark proxy'){after}")


def broken(report: DebugReport) -> dict[str, str]:
    return {wall.name: wall.detail for wall in report.walls if wall.held is False}


@ROOT_ONLY
def test_every_wall_holds_in_a_sandbox_and_nothing_outside_is_tried(isolated: Bench) -> None:
    report = attack(MESSAGE, isolated.pool)
    assert broken(report) == {}
    assert {wall.name for wall in report.walls if wall.held is None} == OUTSIDE
    assert len(report.walls) == 15
    assert (report.why_not, report.meter.calls, report.exit_code) == (None, 2, 0)


def test_an_attack_that_came_to_nothing_is_no_wall_that_held(
    isolated: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROGRAM, MAIN, "raise SystemExit")
    found = broken(attack(MESSAGE, isolated.pool))
    assert {*found} == {"the attack was carried out", "the next case could look for traces"}


@ROOT_ONLY
def test_the_proxy_of_another_case_that_takes_any_key_is_a_broken_wall(
    isolated: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("container.access.Access.knows", lambda *_: True)
    monkeypatch.setattr("container.proxy._Server.verify_request", lambda *_: True)
    assert {*broken(attack(MESSAGE, isolated.pool))} == {"its key opens no other port of the task"}


@ROOT_ONLY
def test_what_outlives_its_case_is_found_by_the_next(
    isolated: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case after the attack is the attack's own case here, as if nothing had been ended."""
    monkeypatch.setattr("container.debugging.SandboxClient.close", lambda *_, **__: False)
    began = SandboxClient.begin
    begun: list[int | None] = []

    def once(sandbox: SandboxClient) -> int | None:
        begun.append(began(sandbox) if not begun else begun[0])
        return begun[0]

    monkeypatch.setattr(SandboxClient, "begin", once)
    opened = SandboxClient.open
    monkeypatch.setattr(
        SandboxClient, "open", lambda s, files: opened(s, files) if len(begun) == 1 else Path()
    )
    found = broken(attack(MESSAGE, isolated.pool))
    assert {*found} == {
        "what it started is dead when its case is over",
        "the next case finds none of its files",
    }
    assert len(found["what it started is dead when its case is over"].split()) == 3


class Stuck(Pool):
    """A pool whose only sandbox is no longer free after a case."""

    def __init__(self, lent: Pool, reason: SandboxLost | None) -> None:
        self._lent, self._reason = lent, reason

    @contextmanager
    def bare(self) -> Iterator[SandboxClient]:
        with self._lent.bare() as sandbox:
            yield sandbox
        self._lost = SandboxLost("Survivors: 1 process does not end")
        error, self._lost = self._lost, self._reason or self._lost
        raise error


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the CLI do nothing, for tests of the sandbox's end only."""

    def run(sandbox: SandboxClient, *_: object) -> Ran:
        sandbox.begin()
        sandbox.open(archive({}))
        return Ran(0, "", "", timed_out=False, cut=False)

    monkeypatch.setattr("container.attack.kilo_run", run)


@pytest.mark.usefixtures("idle")
def test_a_sandbox_that_the_attack_has_broken_is_told(isolated: Bench) -> None:
    found = broken(attack(MESSAGE, Stuck(isolated.pool, None)))
    assert "does not end" in found["the sandbox is free for the next case"]


@pytest.mark.usefixtures("idle")
def test_a_worker_that_is_told_to_stop_meanwhile_accuses_nobody(isolated: Bench) -> None:
    with pytest.raises(SandboxLost):
        attack(MESSAGE, Stuck(isolated.pool, SandboxLost("the worker was told to stop")))


def test_the_program_needs_nothing_but_python(tmp_path: Path) -> None:
    for name, text in PROGRAM.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
        compile(text, name, "exec", dont_inherit=True)
    code = "import container.attack_program as p; print(p.__file__)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(tmp_path / MAIN)
