"""What a model runs ends with its case, stays in its slot, and finds no credential."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from container.isolation import isolate
from container.leftovers import MARKER
from container.slot import Slot
from contracts.failure import FailureCause
from tests.container.conftest import Bench
from tests.container.upstream import KEY, TEXT

# Ours alone: another run of these tests may be under way on this machine.
SLEEP = f"sleep 900.{os.getpid()}"


def test_a_slot_is_emptied_between_cases(bench: Bench) -> None:
    bench.solve({"bash": "touch left .hidden; mkdir -p deep/er; ln -s / out"}, TEXT)
    bench.solve(TEXT)
    assert list(bench.slot.directory.iterdir()) == []


def test_a_timeout_aborts_and_nothing_survives(bench: Bench) -> None:
    began = time.monotonic()
    hang = f"nohup {SLEEP} >/dev/null 2>&1 & setsid {SLEEP} & {SLEEP}"
    found = bench.solve({"bash": hang}, TEXT, timeout=4)
    assert found.cause is FailureCause.TIMEOUT
    assert time.monotonic() - began < 20
    assert _sleeping() == []
    assert bench.solve(TEXT).cause is None


def test_a_command_that_drops_its_environment_does_not_survive_either(bench: Bench) -> None:
    drop = f"env -i setsid {SLEEP} >/dev/null 2>&1 &"
    found = bench.solve({"bash": f"{drop} cd /; {drop} sleep 0.2"}, TEXT)
    assert found.cause is None
    assert _sleeping() == []


def test_a_case_that_ends_leaves_the_other_slots_alone(bench: Bench) -> None:
    other = replace(bench, slot=Slot(bench.slot.directory.with_name("other")))
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(other.solve, {"bash": "sleep 4; echo yes > survived"}, TEXT)
        time.sleep(1)
        assert bench.solve({"bash": SLEEP}, timeout=1).cause is FailureCause.TIMEOUT
        assert slow.result().cause is None
    assert (other.slot.directory / "survived").read_text() == "yes\n"


def _sleeping() -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if command.startswith(SLEEP):
            found.append(command)
    return found


def test_a_link_in_place_of_the_slot_does_not_lead_us_out_of_it(
    bench: Bench, tmp_path: Path
) -> None:
    (tmp_path / "precious").touch()
    slot = bench.slot.directory
    bench.solve({"bash": f"mv {slot} {slot}.gone; ln -s {tmp_path} {slot}; true"}, TEXT)
    assert bench.solve(TEXT).cause is None
    assert (tmp_path / "precious").exists()
    assert not slot.is_symlink()


def test_folders_that_a_model_closed_or_nested_deeply_go_too(bench: Bench) -> None:
    deep = "mkdir -p $(printf 'd/%.0s' $(seq 1500))"
    bench.solve({"bash": f"mkdir shut; touch shut/in; chmod 0 shut; {deep}; sleep 1"}, TEXT)
    assert len(list(bench.slot.directory.iterdir())) == 2
    assert bench.solve(TEXT).cause is None
    assert list(bench.slot.directory.iterdir()) == []


def test_prompt_and_credential_are_in_no_command_line_or_environment(bench: Bench) -> None:
    seen = "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' > all; "
    bench.solve({"bash": seen + "wc -l all"}, TEXT)
    text = (bench.slot.directory / "all").read_text(errors="replace")
    assert MARKER in text
    assert KEY not in text
    assert "TPIRCS" not in text.replace(seen, "")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run the CLI as another user")
def test_a_model_finds_no_provider_credential_anywhere(bench: Bench) -> None:
    assert bench.server.isolation.user, bench.server.isolation.why_not
    scan = Path(__file__).with_name("scan.py").read_text()
    found = bench.solve(
        {"bash": f"env > env.txt; python3 scan.py {KEY[:6]} > found.txt; id -u"},
        TEXT,
        files={"scan.py": scan},
        timeout=120,
    )
    assert found.cause is None
    assert KEY not in (bench.slot.directory / "env.txt").read_text()
    report = (bench.slot.directory / "found.txt").read_text().split()
    assert int(report[0]) > 0, "no memory was readable at all: the scan proves nothing"
    assert KEY not in " ".join(report[1:])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run the CLI as another user")
def test_a_model_cannot_change_what_the_worker_runs_or_where_it_works(bench: Bench) -> None:
    root = bench.server.home.root
    bench.solve(
        {"bash": f"touch {root}/x {root}/bin/setpriv {root}/slots/x; mv {root}/slots y"}, TEXT
    )
    assert {p.name for p in (root / "bin").iterdir()} == {"rg"}
    assert not (root / "x").exists()
    assert not (root / "slots" / "x").exists()
    assert bench.slot.directory.is_dir()


def test_without_root_the_worker_says_that_it_runs_as_the_same_user(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700, exist_ok=True)
    found = isolate("preferred", closed / "kilo")
    assert found.user is None
    assert found.why_not
