"""One worker: claims jobs of its pool and runs their handlers."""

import logging
import sqlite3
import threading
from dataclasses import dataclass, field
from typing import Any

from millrace.clock import SystemClock
from millrace.errors import MillraceError, StaleFence
from millrace.model import Lease
from millrace.settings import Pool, Settings
from millrace.store import leases
from millrace.worker.heartbeat import Heartbeat, interval_ms
from millrace.worker.registry import Registry

log = logging.getLogger("millrace.worker")


@dataclass(frozen=True)
class Context:
    """What a handler gets beside the payload. A handler with side effects checks `lost` before
    each of them: once it is set, somebody else does the job."""

    job_id: int
    attempt: int
    tenant: str
    lost: threading.Event


@dataclass
class Worker:
    db: sqlite3.Connection
    settings: Settings
    pool: Pool
    name: str
    clock: Any = field(default_factory=SystemClock)
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._registry = Registry(self.settings.kinds)
        self._lock = threading.Lock()

    def run_once(self) -> int:
        """Claim a batch and work on it; return how many jobs were claimed."""
        with self._lock:
            batch = leases.claim(
                self.db,
                self.clock.now_ms(),
                owner=self.name,
                queues=self.pool.queues,
                lease_ms=self.settings.lease_ms,
                limit=self.settings.claim_batch,
                aging_ms=self.settings.aging_ms,
            )
        for lease in batch:
            if self.stopping.is_set():
                self._settle(leases.release, lease)
            else:
                self._work(lease)
        return len(batch)

    def _work(self, lease: Lease) -> None:
        log.info("start job=%d kind=%s fence=%d attempt=%d", lease.job_id, lease.kind, lease.fence, lease.attempt)
        try:
            handler = self._registry.handler(lease.kind)
            with Heartbeat(lease, interval_ms(self.settings), self._beat) as pulse:
                handler(lease.payload, Context(lease.job_id, lease.attempt, lease.tenant, pulse.lost))
        except Exception as error:
            log.info("failed job=%d error=%s", lease.job_id, type(error).__name__)
            self._settle(leases.nack, lease, error, self.settings.retry)
        else:
            log.info("finished job=%d fence=%d", lease.job_id, lease.fence)
            self._settle(leases.ack, lease)

    def _beat(self, lease: Lease) -> None:
        with self._lock:
            leases.heartbeat(self.db, self.clock.now_ms(), lease, self.settings.lease_ms(lease.kind))

    def _settle(self, how: Any, lease: Lease, *more: Any) -> None:
        try:
            with self._lock:
                how(self.db, self.clock.now_ms(), lease, *more)
        except StaleFence:
            log.warning("stale job=%d fence=%d", lease.job_id, lease.fence)

    def reap(self) -> list[int]:
        with self._lock:
            return leases.reap(self.db, self.clock.now_ms(), self.settings.retry)

    def run(self) -> None:
        """Until `stopping` is set: reap now and then, claim, work, rest when there is nothing."""
        next_reap = self.clock.now_ms()
        while not self.stopping.is_set():
            if self.clock.now_ms() >= next_reap:
                self.reap()
                next_reap = self.clock.now_ms() + self.settings.reap_every_seconds * 1000
            try:
                if not self.run_once():
                    self.clock.sleep_ms(self.settings.poll_ms)
            except MillraceError:
                log.exception("worker %s", self.name)
                self.clock.sleep_ms(self.settings.poll_ms)
