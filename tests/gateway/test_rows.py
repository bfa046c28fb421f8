"""What a crash may lose, what waits, and what is written at the end."""

import asyncio
import logging
import resource
import subprocess
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.aws import clients
from contracts.errors import Malformed
from contracts.usage import UsageRow
from gateway import rows as module
from gateway import sinks
from gateway.rows import Rows
from gateway.sinks import FileSink, ThreadSink, rows_in, sink_of
from local.process import clean_env
from tests.gateway.usage import row

SECOND, FEW = 1.0, 5


class Clock(asyncio.SelectorEventLoop):
    """A loop whose time jumps to the next timer."""

    now = 0.0

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        ready, timers = self._ready, self._scheduled  # type: ignore[attr-defined]
        if not ready and timers:
            self.now = max(self.now, timers[0]._when)
        super()._run_once()  # type: ignore[misc]


class Sink:
    """A sink that takes `seconds` for a batch, and fails while `down`."""

    def __init__(self, seconds: float = 0.0, *, down: bool = False, never: int = 0) -> None:
        self.batches: list[tuple[float, list[UsageRow]]] = []
        self.seconds, self.down, self.never, self.tries = seconds, down, never, 0

    @property
    def keys(self) -> list[str]:
        return [each.key for _, batch in self.batches for each in batch]

    async def write(self, rows: Sequence[UsageRow]) -> int:
        self.tries += 1
        await asyncio.sleep(self.seconds)
        if self.down:
            raise OSError
        self.batches.append((asyncio.get_running_loop().time(), list(rows)))
        return self.never


def run(work: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=Clock) as runner:
        runner.run(work)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FLUSH_SECONDS", SECOND)
    monkeypatch.setattr(module, "BATCH", FEW)


async def ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@given(st.lists(st.tuples(st.floats(0, 3), st.integers(1, 12)), max_size=12))
@settings(deadline=None)
def test_no_row_waits_for_longer_than_a_second_and_never_more_than_a_batch_does(
    arrivals: list[tuple[float, int]],
) -> None:
    """`arrivals`: after how many seconds how many rows come, one by one."""
    sink, added, most = Sink(), dict[str, float](), 0

    async def work() -> None:
        nonlocal most
        rows, loop = Rows(sink), asyncio.get_running_loop()
        task = asyncio.create_task(rows.run())
        for pause, count in arrivals:
            await asyncio.sleep(pause)
            for _ in range(count):
                rows.add(new := row(len(added)))
                added[new.key] = loop.time()
                most = max(most, rows.health["waiting"])
                await asyncio.sleep(0.001)
        await ended(task)
        assert rows.health == {"waiting": 0, "written": len(added), "lost": 0}

    run(work())
    assert sink.keys == list(added)
    assert all(
        at - added[each.key] <= SECOND + 1e-6 for at, batch in sink.batches for each in batch
    )
    assert most <= FEW


def test_while_the_sink_is_down_rows_wait_in_order_and_it_is_not_asked_for_each() -> None:
    sink = Sink(down=True)

    async def work() -> None:
        rows = Rows(sink)
        task = asyncio.create_task(rows.run())
        for n in range(4 * FEW):
            rows.add(row(n))
            await asyncio.sleep(0)
        await asyncio.sleep(0.5)
        assert (rows.health["waiting"], sink.tries <= 4) == (4 * FEW, True)
        sink.down = False
        await asyncio.sleep(SECOND)
        assert rows.health == {"waiting": 0, "written": 4 * FEW, "lost": 0}
        await ended(task)

    run(work())
    assert sink.keys == [row(n).key for n in range(4 * FEW)]


def test_a_batch_that_is_being_written_when_the_process_ends_is_written_once() -> None:
    sink = Sink(seconds=3.0)

    async def work() -> None:
        rows = Rows(sink)
        task = asyncio.create_task(rows.run())
        rows.add(row(1))
        await asyncio.sleep(SECOND + 1)
        rows.add(row(2))
        await ended(task)

    run(work())
    assert sink.keys == [row(1).key, row(2).key]


def test_what_the_sink_does_not_take_at_the_end_is_counted_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def work() -> None:
        rows, loop = Rows(Sink(down=True)), asyncio.get_running_loop()
        task = asyncio.create_task(rows.run())
        for n in range(3):
            rows.add(row(n))
        await asyncio.sleep(0)
        began = loop.time()
        await ended(task)
        assert rows.health == {"waiting": 0, "written": 0, "lost": 3}
        assert loop.time() - began <= module.LAST_SECONDS + 1e-6

    run(work())
    assert "3 usage rows are lost, 0 were written" in caplog.text


def test_rows_without_room_and_those_that_can_never_be_written_are_lost(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def work() -> None:
        rows = Rows(Sink(never=1))
        with patch.object(module, "MOST_WAITING", 2):
            for n in range(3):
                rows.add(row(n))
        assert rows.health == {"waiting": 2, "written": 0, "lost": 1}
        await rows.flush()
        assert rows.health == {"waiting": 0, "written": 1, "lost": 2}

    with caplog.at_level(logging.ERROR):
        run(work())
    assert "1 usage rows are lost" in caplog.text


def test_a_store_that_blocks_does_not_hold_the_loop_up() -> None:
    async def work() -> None:
        loop, turn = asyncio.get_running_loop(), asyncio.Event()

        class Store:
            def write(self, rows: Sequence[UsageRow]) -> int:
                asyncio.run_coroutine_threadsafe(turned(), loop).result(5)
                return 0

        async def turned() -> None:
            turn.set()

        assert await ThreadSink(Store()).write([row(1)]) == 0
        assert turn.is_set()

    asyncio.run(work())


def test_a_file_has_a_row_once_though_it_was_written_twice(tmp_path: Path) -> None:
    for _ in range(2):
        asyncio.run(FileSink(tmp_path / "usage.jsonl").write([row(1), row(2)]))
    assert rows_in(tmp_path / "usage.jsonl") == [row(1), row(2)]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), min_size=1, max_size=30))
@settings(deadline=None)
def test_a_file_sink_keeps_few_keys_and_a_batch_that_is_written_again_changes_nothing(
    batches: list[tuple[int, int]],
) -> None:
    """`batches`: the first row of each, and how many it has."""
    with TemporaryDirectory() as folder, patch.object(sinks, "MOST_KEYS", 8):
        sink, every = FileSink(Path(folder) / "usage.jsonl"), dict[str, UsageRow]()
        for first, count in batches:
            batch = [row(n) for n in range(first, first + count)]
            asyncio.run(sink.write(batch))
            once = sink.path.read_bytes()
            asyncio.run(sink.write(batch[::-1]))
            assert (sink.path.read_bytes(), len(sink._keys) <= 8) == (once, True)
            every |= {each.key: each for each in batch}
        assert {each.key: each for each in rows_in(sink.path)} == every


def test_a_batch_that_does_not_fit_on_the_disk_leaves_no_part_of_a_line(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "usage.jsonl")
    asyncio.run(sink.write([row(1)]))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (sink.path.stat().st_size + 700, hard))
    try:
        for _ in range(3):
            with pytest.raises(OSError, match="not written whole"):
                asyncio.run(sink.write([row(2), row(3)]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert rows_in(sink.path) == [row(1)]
    asyncio.run(sink.write([row(2), row(3)]))
    assert rows_in(sink.path) == [row(1), row(2), row(3)]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("dynamodb:", "3 to 255 letters"),
        ("dynamodb:a b", "3 to 255 letters"),
        ("DynamoDB:table", "neither dynamodb:TABLE nor a path"),
        ("s3:bucket", "neither dynamodb:TABLE nor a path"),
        ("", "neither dynamodb:TABLE nor a path"),
    ],
)
def test_a_place_for_rows_that_cannot_be_meant_is_refused(told: str, words: str) -> None:
    with pytest.raises(Malformed, match=f"^usage: .*{words}"):
        sink_of(told)


def test_a_place_for_rows_is_a_file_or_a_table(aws: None) -> None:
    clients.forget()
    assert isinstance(sink_of("a/b:c.jsonl"), FileSink)
    assert isinstance(sink_of("dynamodb:usage"), ThreadSink)
    clients.forget()


def start(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "gateway.main", *arguments]
    env = clean_env(AWS_EC2_METADATA_DISABLED="true")
    return subprocess.run(
        command, env=env, input='{"upstreamKey": "k"}', capture_output=True, text=True, check=False
    )


def test_a_table_without_a_region_and_a_wrong_command_line_end_with_the_remedy(
    tmp_path: Path,
) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"upstreamUrl": "http://x", "fallbacks": [{"model": "m/m"}]}')
    done = start(str(file), "0", "dynamodb:usage")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "set AWS_REGION" in done.stderr
    assert "usage: python -m gateway.main" in start().stderr


def test_the_library_needs_no_package_of_aws() -> None:
    """The service of AWS is no part of it."""
    modules = {path.stem for path in Path("gateway").glob("*.py")} - {"service"}
    blocked = "import sys; sys.modules.update(dict.fromkeys(('boto3', 'botocore')))"
    code = f"{blocked}; import {', '.join(f'gateway.{name}' for name in modules)}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
