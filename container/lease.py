"""Hold a message, and the claims on its cases, while the work goes on."""

import threading
from types import TracebackType

from adapters.aws.queue import Message, Queue
from adapters.telemetry import logger
from container.every import Every
from contracts.chunk import Chunk
from contracts.ports import ClaimPort


class Lease:
    """A hold on `message` until the block ends, renewed for `seconds` at a time; claimed cases stay
    claimed as long. `give_back` offers the message at once."""

    def __init__(self, queue: Queue, claims: ClaimPort, message: Message, seconds: int) -> None:
        self._queue, self._claims = queue, claims
        self._message, self._seconds = message, seconds
        self._case: tuple[Chunk, str] | None = None
        self._lock, self._every = threading.Lock(), Every(seconds / 3, self._renew)

    def __enter__(self) -> "Lease":
        self._every.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._every.stop()

    def claim(self, chunk: Chunk, case_id: str) -> bool:
        """Claim a case. Return False while another delivery of the chunk has it."""
        taken = self._claims.take(chunk, case_id, self._message.receipt)
        self._case = (chunk, case_id) if taken else None
        return taken

    def give_up(self, chunk: Chunk, case_id: str) -> None:
        with self._lock:
            self._case = None
            self._claims.give_up(chunk, case_id, self._message.receipt)

    def give_back(self) -> None:
        self._every.stop()
        try:
            self._queue.hold(self._message, 0)
        except Exception:
            logger.exception("a chunk could not be handed back; it comes back by itself")

    def _renew(self) -> None:
        try:
            self._queue.hold(self._message, self._seconds)
            with self._lock:
                if self._case:
                    self._claims.take(*self._case, self._message.receipt)
        except Exception:
            logger.exception("a chunk's lease could not be renewed")
