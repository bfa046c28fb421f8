"""A case cannot exhaust the machine, nor harm the next case: counted by its user."""

import time
from collections.abc import Iterator

import pytest

from container.sandbox.limits import MIB, Limits
from container.sandbox.usage import Usage
from tests.container.attacks.box import ROOT_ONLY, Box, alive, box
from tests.container.conftest import Bench
from tests.container.upstream import TEXT

pytestmark = ROOT_ONLY

LOW = {
    "MAX_PROCESSES": "40",
    "MAX_MEMORY_MIB": "400",
    "MAX_DISK_MIB": "64",
    "MAX_CONNECTIONS": "100",
}
HOG = 'import time; x = b"x" * 10**9; time.sleep(300)'
FILES = 'import os\nfor n in range(200000): open(str(n), "w").close()\nimport time; time.sleep(300)'
DEEP = 'import os\nfor n in range(400): os.mkdir("d"); os.chdir("d")\nimport time; time.sleep(300)'
LINKS = (
    'import socket, time; s = socket.create_server(("127.0.0.1", 0)); '
    "c = [socket.create_connection(s.getsockname()) for n in range(110)]; time.sleep(300)"
)
EXCESS = [
    ("for n in $(seq 400); do sleep 300 & done; wait", "40 processes"),
    ("cd / && for n in $(seq 400); do setsid env -i sleep 300 & done; wait", "40 processes"),
    (f"cd / && python3 -c '{HOG}'", "400 MiB of memory"),
    ("head -c 200M /dev/zero > big; sleep 300", "64 MiB on disk"),
    ("head -c 200M /dev/zero > ~/big; sleep 300", "64 MiB on disk"),
    ("head -c 200M /dev/zero > /tmp/big; sleep 300", "64 MiB on disk"),
    ("head -c 200M /dev/zero > /dev/shm/big; sleep 300", "64 MiB on disk"),
    (f"python3 -c '{FILES}'", "64 MiB on disk"),
    (f"python3 -c '{DEEP}'", "256 deep"),
    (f"python3 -c '{LINKS}'", "100 connections"),
]


@pytest.fixture(scope="module")
def low(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    with box(tmp_path_factory.mktemp("limits"), **LOW) as found:
        yield found


@pytest.mark.parametrize(("command", "named"), EXCESS)
def test_a_case_that_takes_too_much_is_ended_wherever_it_takes_it(
    low: Box, command: str, named: str
) -> None:
    uid, began = low.begin(), time.monotonic()
    low.sh(command, seconds=60)
    assert time.monotonic() - began < 50
    assert str(low.client.exceeded()).endswith(named)
    low.client.end()
    assert alive(uid) == []


def test_a_case_within_its_limits_is_left_alone(low: Box) -> None:
    low.begin()
    assert (
        low.sh("for n in $(seq 20); do sleep 2 & done; wait; head -c 30M /dev/zero > big").exit_code
        == 0
    )
    assert low.client.exceeded() is None


def test_a_file_of_ten_gigabytes_is_not_written(low: Box) -> None:
    low.begin()
    ran = low.sh("ulimit -f; truncate -s 10G sparse; head -c 10G /dev/zero > big; true")
    assert int(ran.output.split()[0]) * 1024 == Limits().file_mib * MIB


def test_output_without_end_is_kept_up_to_a_limit(low: Box) -> None:
    low.begin()
    ran = low.client.run(["yes"], seconds=30, most=1000)
    assert (ran.cut, len(ran.output)) == (True, 1000)


def test_a_case_beyond_a_limit_fails_by_its_own_doing(bench: Bench) -> None:
    found = bench.solve({"bash": "for n in $(seq 300); do sleep 300 & done; wait"}, TEXT)
    assert (found.cause, found.detail) == ("limit_exceeded", "more than 128 processes")
    assert bench.solve(TEXT).answer == "42"


def test_each_limit_is_named_when_it_is_passed_and_only_then() -> None:
    limits, none = Limits(), Usage(0, 0, 0, 0, 0, nested=False)
    most = Usage(
        processes=limits.processes,
        memory=limits.memory_mib * MIB,
        server=limits.server_mib * MIB,
        connections=limits.connections,
        disk=limits.disk_mib * MIB,
        nested=False,
    )
    assert none.beyond(limits) is None
    assert most.beyond(limits) is None
    more = [Usage(**{**vars(most), name: value + 1}) for name, value in vars(most).items()]
    assert len({usage.beyond(limits) for usage in more} - {None}) == len(vars(most))
