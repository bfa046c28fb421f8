"""Attend the CLI while it works: refuse its questions, and end a case beyond a limit."""

from collections.abc import Callable
from pathlib import Path

from container.every import Every
from container.harness import Harness
from container.sandboxes import SandboxLost

_EVERY_SECONDS = 0.5  # chosen: as often as the sandbox checks limits
# Each question takes the CLI some 15 ms, so it is asked less often than the sandbox.
_ASKED_EVERY = 4


class Attendant:
    """An attendant until the block ends. The CLI asks before it touches its own configuration, in
    spite of all permissions; it is refused, as without a user it has to be. When the case passes a
    limit, `stop` is called once; `exceeded` says which limit."""

    def __init__(self, harness: Harness, folder: Path, stop: Callable[[], None]) -> None:
        self.exceeded: str | None = None
        self.lost: SandboxLost | None = None
        self._harness, self._folder, self._stop = harness, folder, stop
        self._turns = 0
        self._every = Every(_EVERY_SECONDS, self._attend)

    def __enter__(self) -> "Attendant":
        self._every.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._every.stop()
        if not self._over:
            self._check()

    @property
    def _over(self) -> bool:
        return bool(self.exceeded or self.lost)

    def _attend(self) -> None:
        if self._over:
            return
        self._turns += 1
        if self._turns % _ASKED_EVERY == 0:
            self._harness.api.refuse_questions(self._folder)
        self._check()
        if self._over:
            self._stop()

    def _check(self) -> None:
        try:
            self.exceeded = self._harness.sandbox.exceeded()
        except SandboxLost as error:
            self.lost = error
