"""Watch what a case takes up, and end what is too much."""

from collections.abc import Callable

from container.every import Every
from container.sandbox.limits import Limits
from container.sandbox.usage import Usage

_EVERY_SECONDS = 0.5  # chosen


class Watch:
    """A watch from `start` to `stop`. Each time a limit is passed, `end` is called with the usage;
    `exceeded` says which limit was the first."""

    def __init__(
        self, look: Callable[[], Usage], limits: Limits, end: Callable[[Usage], object]
    ) -> None:
        self.exceeded: str | None = None
        self._look, self._limits, self._end = look, limits, end
        self._every = Every(_EVERY_SECONDS, self._check)

    def start(self) -> "Watch":
        self._every.start()
        return self

    def stop(self) -> None:
        self._every.stop()

    def _check(self) -> None:
        used = self._look()
        beyond = used.beyond(self._limits)
        if beyond:
            self.exceeded = self.exceeded or beyond
            self._end(used)
