"""Nothing that a case starts outlives it, whatever it does to hide."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.container.attacks.box import ROOT_ONLY, Box, alive, box

pytestmark = ROOT_ONLY

FORKER = """
import os
while True:
    try:
        if os.fork():
            os._exit(0)
    except OSError:
        pass
"""
KILLER = """
import os
while True:
    try:
        os.kill(-1, 9)
    except OSError:
        pass
"""
THREADS = """
import ctypes, threading, time
threading.Thread(target=time.sleep, args=(900,)).start()
ctypes.CDLL(None).syscall(60, 0)
"""
TRACED = """
import ctypes, os, time
libc = ctypes.CDLL(None)
if (child := os.fork()) == 0:
    libc.ptrace(0, 0, 0, 0)
    os.kill(os.getpid(), 19)
    time.sleep(900)
time.sleep(900)
"""
DEAF = """
import signal, time
for n in range(1, 65):
    try:
        signal.signal(n, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
time.sleep(900)
"""
TRICKS = {
    "daemon": "nohup setsid sleep 900 >/dev/null 2>&1 &",
    "no environment": "env -i setsid sleep 900 >/dev/null 2>&1 &",
    "another folder": "(cd / && setsid sleep 900 >/dev/null 2>&1 &)",
    "closed output": "exec >&- 2>&-; setsid sleep 900 &",
    "stopped": "setsid bash -c 'kill -STOP $$; sleep 900' >/dev/null 2>&1 &",
    "another name": "cp /bin/sleep kworker; setsid ./kworker 900 >/dev/null 2>&1 &",
    "forks for ever": f"setsid python3 -c '{FORKER}' >/dev/null 2>&1 &",
    "kills who kills": f"setsid python3 -c '{KILLER}' >/dev/null 2>&1 & sleep 0.3",
    "first thread gone": f"setsid python3 -c '{THREADS}' >/dev/null 2>&1 &",
    "traced and stopped": f"setsid python3 -c '{TRACED}' >/dev/null 2>&1 &",
    "deaf": f"setsid python3 -c '{DEAF}' >/dev/null 2>&1 &",
    "many": "for n in $(seq 100); do setsid sleep 900 >/dev/null 2>&1 & done",
    "holds its folder": "setsid bash -c 'exec 9<.; sleep 900' >/dev/null 2>&1 &",
    "new user namespace": "setsid unshare -Ur sleep 900 >/dev/null 2>&1 & sleep 0.2",
    "new process namespace": "setsid unshare -Urpf sleep 900 >/dev/null 2>&1 & sleep 0.2",
}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    with box(tmp_path_factory.mktemp("survivors"), MAX_PROCESSES="500") as found:
        yield found


@pytest.mark.parametrize("trick", TRICKS)
def test_what_a_case_starts_is_dead_when_the_case_is(sandbox: Box, trick: str) -> None:
    uid = sandbox.begin()
    sandbox.sh(TRICKS[trick])
    sandbox.client.end()
    assert alive(uid) == []


def test_all_tricks_at_once_do_not_help_either(sandbox: Box) -> None:
    uid = sandbox.begin()
    for trick, command in TRICKS.items():
        if trick != "kills who kills":
            sandbox.sh(command)
    assert alive(uid)
    sandbox.client.end()
    assert alive(uid) == []


def test_a_user_is_never_given_again(sandbox: Box) -> None:
    users = [sandbox.begin() for _ in range(5)]
    assert len({*users}) == 5


def test_a_sandbox_that_is_stopped_ends_its_case(tmp_path: Path) -> None:
    with box(tmp_path) as found:
        uid = found.begin()
        found.sh(TRICKS["daemon"])
        assert alive(uid)
    assert alive(uid) == []
