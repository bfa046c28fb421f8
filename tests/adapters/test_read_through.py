"""The read-through chain: fast when fresh, and never worse than the last good copy."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from adapters.aws.blobs import Blobs
from adapters.hot_path.cache import Cache
from adapters.hot_path.read_through import ReadThrough
from contracts.table import RoutingTable
from local.process import free_port
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
class Held(Origin):
    """An origin that answers when its gate opens."""

    gate: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> RoutingTable | None:
        self.gate.wait(5)
        return super().__call__()


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def cache(valkey_url: str) -> Cache:
    fresh = Cache(valkey_url)
    fresh.put(KEY, "")
    return fresh


def live(blobs: Blobs, origin: Origin, cache: Cache | None = None) -> ReadThrough[RoutingTable]:
    return ReadThrough(RoutingTable, KEY, cache, blobs, origin, Clock())


def ahead(found: ReadThrough[RoutingTable]) -> threading.Thread:
    """Return the thread of the background refresh."""
    assert found._refreshing is not None
    return found._refreshing


def test_the_process_remembers_for_a_minute(blobs: Blobs) -> None:
    origin = Origin(table("v1"))
    found = live(blobs, origin)
    assert found.current() == found.current() == table("v1")
    assert origin.asked == 1


def test_after_a_minute_it_looks_again(blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.hot_path.read_through._MOMENT_SECONDS", 5)
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
    assert RoutingTable.from_json(cache.get(KEY) or "") == table("v1")


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


def test_a_busy_process_looks_again_ahead_of_time_and_never_waits(blobs: Blobs) -> None:
    found = live(blobs, Origin(table("v1")))
    found.current()
    found.origin = held = Held(table("v2"))
    found.clock.now = 45.0  # type: ignore[attr-defined]
    first = found.current()
    held.gate.set()
    ahead(found).join(5)
    second = found.current()
    assert first is not None
    assert second is not None
    assert (first.version, second.version, found.age) == ("v1", "v2", 0.0)


def test_an_old_copy_serves_while_a_source_hangs(blobs: Blobs) -> None:
    found = live(blobs, Origin(table("v1")))
    found.current()
    found.origin = held = Held(table("v1"))
    found.clock.now = 300.0  # type: ignore[attr-defined]
    began = time.monotonic()
    assert found.current() is not None
    assert time.monotonic() - began < 2
    assert found.age == 300.0
    held.gate.set()
    ahead(found).join(5)
    assert found.age == 0.0


def test_a_look_that_hangs_is_given_up_and_what_it_finds_late_counts_no_more(blobs: Blobs) -> None:
    found = live(blobs, Origin(table("v1")))
    found.current()
    found.origin = held = Held(table("late"))
    found.clock.now = 50.0  # type: ignore[attr-defined]
    found.current()
    hung, found.origin = ahead(found), Origin(table("v2"))
    found.clock.now = 81.0  # type: ignore[attr-defined]
    found.current()
    assert ahead(found) is not hung
    ahead(found).join(5)
    held.gate.set()
    hung.join(5)
    current = found.current()
    assert current is not None
    assert current.version == "v2"


def test_in_a_stampede_only_the_processes_that_came_first_ask_the_origin(
    blobs: Blobs, cache: Cache
) -> None:
    cache.drop(KEY)
    origin = Origin(table("v1"))

    def cold(_: int) -> RoutingTable | None:
        fresh = Cache(cache.url)
        return ReadThrough(RoutingTable, KEY, fresh, blobs, origin).current()

    at_once = 20
    with ThreadPoolExecutor(at_once) as pool:
        found = list(pool.map(cold, range(60)))
    assert all(found)
    assert 1 <= origin.asked <= at_once
