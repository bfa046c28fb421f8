"""Holding a message while its work goes on."""

import threading
from types import TracebackType

from adapters.queue import Message, Queue
from adapters.telemetry import logger

HOLD_SECONDS = 120
_RENEW_SECONDS = 40.0


class Lease:
    """Keeps `message` from other workers until the block ends; `give_back` offers it at once."""

    def __init__(self, queue: Queue, message: Message) -> None:
        self._queue, self._message = queue, message
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> "Lease":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def give_back(self) -> None:
        self._ended.set()
        self._thread.join()
        try:
            self._queue.hold(self._message, 0)
        except Exception:
            logger.exception("a chunk could not be handed back; it comes back by itself")

    def _renew(self) -> None:
        while not self._ended.wait(_RENEW_SECONDS):
            try:
                self._queue.hold(self._message, HOLD_SECONDS)
            except Exception:
                logger.exception("a chunk's lease could not be renewed")
