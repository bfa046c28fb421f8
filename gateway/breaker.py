"""Keeps requests from waiting for a `/decide` that fails again and again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from contracts.errors import AutoRoutingError

# chosen: failures in a row that open it, and the seconds until one request may probe.
_MOST_FAILURES, _PAUSE_SECONDS = 5, 5.0


class Down(AutoRoutingError):
    """`/decide` failed, or was not asked because it did; the message is the reason."""


@dataclass
class Breaker:
    """Open after some failures in a row; then exactly one request at a time probes, however long
    that takes.
    """

    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    retry_at: float = 0.0
    probing: bool = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Ask within the block: Down is a failure, and the end of the block is a success. Any other
        exception, as that of a client that left, says nothing. Raises Down without a turn.
        """
        probe = self.failures >= _MOST_FAILURES
        if probe and (self.probing or self.clock() < self.retry_at):
            raise Down("decide_breaker_open")
        self.probing = self.probing or probe
        try:
            yield
            self.failures = 0
        except Down:
            self.failures += 1
            self.retry_at = self.clock() + _PAUSE_SECONDS
            raise
        finally:
            self.probing = self.probing and not probe
