"""Read what is live on the hot path: from the process, then cache, bucket, DynamoDB."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Generic, TypeVar

from adapters.aws.blobs import Blobs
from adapters.hot_path.cache import Cache
from contracts.hot_record import Document

W = TypeVar("W", bound=Document)
# Chosen: a published table serves within a minute, and 20 s are enough to read it ahead of that.
_FRESH_SECONDS = 60.0
_AHEAD_SECONDS = 40.0
_MOMENT_SECONDS = 0.15  # chosen: most reads end by then
_HUNG_SECONDS = 30.0  # chosen: longer than the clients' limits
_WAITS = (0.05, 0.1, 0.2)  # seconds; the process that has the claim fills the cache
_log = logging.getLogger(__name__)


@dataclass
class ReadThrough(Generic[W]):
    """A live document, read again after 60 s. From 40 s on that happens in the background, so that
    a busy process never waits. A process that slept longer waits for a moment and then takes the
    old copy. A corrupt copy is a miss and is repaired; if every source fails, the last good value
    stays. `current` never raises."""

    kind: type[W]
    key: str
    cache: Cache | None
    blobs: Blobs
    origin: Callable[[], W | None]
    clock: Callable[[], float] = time.monotonic
    _value: W | None = None
    _read_at: float | None = None
    _confirmed_at: float | None = None
    _lock: Lock = field(default_factory=Lock)
    _refreshing: Thread | None = None
    _refreshed_at: float = 0.0
    _failed: int = 0

    def current(self) -> W | None:
        since = self.clock() - (self._read_at or 0.0)
        if self._read_at is None:
            with self._lock:
                if self._read_at is None:
                    self._refresh()
        elif since >= _AHEAD_SECONDS:
            under_way = self._ahead()
            if since >= _FRESH_SECONDS:
                under_way.join(_MOMENT_SECONDS)
        return self._value

    @property
    def age(self) -> float | None:
        """Return the seconds since a source last confirmed the value, or None without one."""
        return None if self._confirmed_at is None else self.clock() - self._confirmed_at

    def failures(self) -> int:
        """Return how many reads of bucket or origin failed or found a corrupt copy, since the last
        call."""
        failed, self._failed = self._failed, 0
        return failed

    def _ahead(self) -> Thread:
        """Return the background refresh; start one unless one runs. One that hangs is given up."""
        with self._lock:
            now, running = self.clock(), self._refreshing
            hung = now - self._refreshed_at > _HUNG_SECONDS
            if running is None or hung or not running.is_alive():
                running = self._refreshing = Thread(target=self._refresh, daemon=True)
                self._refreshed_at = now
                running.start()
            return running

    def _refresh(self) -> None:
        began = self.clock()
        found = self._read()
        if self._read_at is not None and began < self._read_at:
            return
        if found is not None:
            self._value, self._confirmed_at = found, began
        self._read_at = began

    def _read(self) -> W | None:
        cached = self._cached()
        if cached is not None or self.cache is None:
            return cached if cached is not None else self._stored()
        if not self.cache.claim(self.key):
            for pause in _WAITS:
                time.sleep(pause)
                if (filled := self._cached()) is not None:
                    return filled
        found = self._stored()
        if found is not None:
            self.cache.fill(self.key, found.wire_json())
        return found

    def _cached(self) -> W | None:
        text = self.cache.get(self.key) if self.cache else None
        found = self._parse(text)
        if self.cache and text is not None and found is None:
            self.cache.drop(self.key)
        return found

    def _stored(self) -> W | None:
        """Return the bucket's copy, which the sweep keeps correct, or else the origin's
        document."""
        found = self._try(lambda: self._parse(self.blobs.get(self.key)))
        return found if found is not None else self._try(self.origin)

    def _parse(self, text: str | None) -> W | None:
        if text is None:
            return None
        try:
            return self.kind.from_json(text)
        except ValueError:
            self._failed += 1
            _log.warning("corrupt copy of %s ignored", self.key)
            return None

    def _try(self, read: Callable[[], W | None]) -> W | None:
        try:
            return read()
        except Exception as error:
            self._failed += 1
            _log.warning("reading %s failed: %s", self.key, type(error).__name__)
            return None
