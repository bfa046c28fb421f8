"""Repeat an action in a thread while other work goes on."""

import threading
from collections.abc import Callable
from typing import Self


class Every:
    """An action that a thread repeats every `seconds`, from `start` to `stop`."""

    def __init__(self, seconds: float, act: Callable[[], object]) -> None:
        self._seconds, self._act = seconds, act
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop, and return when no action runs. Safe to repeat."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._seconds):
            self._act()
