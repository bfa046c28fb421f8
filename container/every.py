"""Doing something again and again while other work goes on."""

import threading
from collections.abc import Callable
from typing import Self


class Every:
    """Acts every so many seconds in a thread of its own, from `start` to `stop`."""

    def __init__(self, seconds: float, act: Callable[[], object]) -> None:
        self._seconds, self._act = seconds, act
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        """Return when it does not act any more. Safe to repeat."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._seconds):
            self._act()
