"""Time, in milliseconds since the epoch. Nothing else in the package may ask the machine."""

import time


class SystemClock:
    def now_ms(self) -> int:
        return int(time.time() * 1000)

    def sleep_ms(self, ms: int) -> None:
        time.sleep(ms / 1000)


class ManualClock:
    """A clock for tests: it moves only when it is told to, or when somebody sleeps on it."""

    def __init__(self, now_ms: int = 1_700_000_000_000) -> None:
        self._now = now_ms

    def now_ms(self) -> int:
        return self._now

    def advance(self, ms: int) -> None:
        self._now += ms

    def sleep_ms(self, ms: int) -> None:
        self._now += ms
