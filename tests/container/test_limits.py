"""What a model runs cannot take the machine, nor the next case, with it."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from container.leftovers import Leftovers
from container.limits import Limits
from contracts.attempt import Attempt
from contracts.failure import POLICY, FailureCause
from tests.container.conftest import Bench
from tests.container.upstream import TEXT

LOW = Limits(processes=40, memory_mib=400, disk_mib=64, file_mib=1024)


@pytest.fixture
def low(bench: Bench) -> Iterator[Bench]:
    """The watched limits are low here, so that the tests harm nobody."""
    kept = bench.server.isolation
    bench.server.isolation = replace(kept, limits=LOW)
    yield bench
    bench.server.isolation = kept
    assert bench.solve(TEXT).answer == "42"
    assert _left(bench) == []


def _left(bench: Bench) -> list[int]:
    leftovers: Leftovers = bench.server.leftovers
    return leftovers.pids(spare=bench.server.pid, folder=bench.slot.directory)


def run(bench: Bench, command: str, timeout: int = 40) -> tuple[Attempt, float]:
    began = time.monotonic()
    found = bench.solve({"bash": command}, TEXT, timeout=timeout)
    return found, time.monotonic() - began


@pytest.mark.parametrize(
    ("command", "named"),
    [
        ("for n in $(seq 400); do sleep 300 & done; wait", "40 processes"),
        ("python3 -c 'import time; x = b\"x\" * 10**9; time.sleep(300)'", "400 MiB of memory"),
        ("head -c 200M /dev/zero > big; sleep 300", "64 MiB on disk"),
    ],
)
def test_a_case_that_takes_too_much_ends_as_its_own_failure(
    low: Bench, command: str, named: str
) -> None:
    found, seconds = run(low, command)
    assert found.cause is FailureCause.LIMIT_EXCEEDED
    assert found.detail is not None
    assert named in found.detail
    assert POLICY[found.cause].graded
    assert seconds < 30


def test_a_file_of_ten_gigabytes_is_not_written(bench: Bench) -> None:
    found, _ = run(bench, "truncate -s 10G sparse; head -c 10G /dev/zero > big; ls -s big; true")
    big = bench.slot.directory / "big"
    assert not big.exists() or big.stat().st_blocks * 512 <= Limits().file_mib * 2**20
    assert found.cause in (None, FailureCause.LIMIT_EXCEEDED)
    assert bench.solve(TEXT).answer == "42"
    assert not big.exists()


@pytest.mark.parametrize(
    "command",
    [
        "(setsid env -i sh -c 'sleep 301 & sleep 302' >/dev/null 2>&1 &); true",
        "exec >&- 2>&-; sleep 303 &",
        "python3 -c 'import os,time\nif os.fork() == 0:\n os.setsid()\n"
        ' if os.fork() == 0:\n  os.chdir("/")\n  time.sleep(304)\'',
    ],
)
def test_what_hides_behind_the_case_does_not_outlive_it(bench: Bench, command: str) -> None:
    found, seconds = run(bench, command, timeout=10)
    assert seconds < 30
    assert found.cause in (None, FailureCause.TIMEOUT)
    assert not [p for p in Path("/proc").glob("[0-9]*") if _sleeps(p)]
    assert bench.solve(TEXT).answer == "42"


def _sleeps(process: Path) -> bool:
    try:
        command = (process / "cmdline").read_bytes()
    except OSError:
        return False
    return any(b"sleep\0" + n in command for n in (b"301", b"302", b"303")) or (
        b"time.sleep(304)" in command and int(process.name) != os.getpid()
    )


def test_slots_cannot_be_listed_by_those_who_work_in_them(bench: Bench) -> None:
    if bench.server.isolation.user is None:
        pytest.skip("models run as our own user here, who owns the folder")
    bench.solve({"bash": "ls .. > listing 2>&1; true"}, TEXT)
    assert "denied" in (bench.slot.directory / "listing").read_text()
