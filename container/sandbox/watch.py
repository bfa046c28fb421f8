"""Watching what a case takes up, and ending what is too much."""

import threading
from collections.abc import Callable

from container.sandbox.limits import Limits
from container.sandbox.usage import Usage

_EVERY_SECONDS = 0.5


class Watch:
    """Looks until the block ends. Whenever a limit is passed, `end` is called; `exceeded` says
    which limit was the first."""

    def __init__(
        self, look: Callable[[], Usage], limits: Limits, end: Callable[[], object]
    ) -> None:
        self.exceeded: str | None = None
        self._look, self._limits, self._end = look, limits, end
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> "Watch":
        self._thread.start()
        return self

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            beyond = self._look().beyond(self._limits)
            if beyond:
                self.exceeded = self.exceeded or beyond
                self._end()
