"""Keeps requests from waiting for a `/decide` that fails again and again."""

import time
from collections.abc import Callable
from dataclasses import dataclass

# As in the gateway: failures in a row that open it, and the seconds until one request may probe.
_MOST_FAILURES, _PAUSE_SECONDS = 5, 5.0


@dataclass
class Breaker:
    """Open after some failures in a row; then one request at a time may probe."""

    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    retry_at: float = 0.0

    def admits(self) -> bool:
        """Return whether this request may ask. A probe moves the time of the next one."""
        if self.failures < _MOST_FAILURES:
            return True
        if self.clock() < self.retry_at:
            return False
        self.retry_at = self.clock() + _PAUSE_SECONDS
        return True

    def succeeded(self) -> None:
        self.failures = 0

    def failed(self) -> None:
        self.failures += 1
        self.retry_at = self.clock() + _PAUSE_SECONDS
