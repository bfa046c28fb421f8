"""Keeps the leases of running jobs alive, in a thread of its own."""

import logging
import threading
from collections.abc import Callable

from millrace.errors import StaleFence
from millrace.model import Lease
from millrace.settings import Settings

log = logging.getLogger("millrace.heartbeat")


def interval_ms(settings: Settings) -> int:
    """Three chances before a lease runs out."""
    return settings.lease_seconds * 1000 // 3


class Heartbeat:
    """While entered, calls `beat` every `every_ms`. `lost` is set once the lease is another's."""

    def __init__(self, lease: Lease, every_ms: int, beat: Callable[[Lease], None]) -> None:
        self._lease, self._every, self._beat = lease, every_ms, beat
        self._stop = threading.Event()
        self.lost = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._every / 1000):
            try:
                self._beat(self._lease)
            except StaleFence:
                log.warning("heartbeat stale job=%d fence=%d", self._lease.job_id, self._lease.fence)
                self.lost.set()
                return
