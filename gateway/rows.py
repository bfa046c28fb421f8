"""The queue that takes the writing of usage rows off the path of a request."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from contracts.usage import UsageRow

# chosen: what a crash may lose, and what a database that is down may pile up.
FLUSH_SECONDS, BATCH, MOST_WAITING = 1.0, 500, 100_000
LAST_SECONDS, _PAUSE = 10.0, 0.2  # chosen: at the end; orchestrators kill after 30 s or more
_log = logging.getLogger(__name__)


class RowSink(Protocol):
    """Where rows are kept. A row whose key is there already is not written again. It returns how
    many rows it can never write, None for none, and raises when all of them may be written again.
    """

    async def write(self, rows: Sequence[UsageRow]) -> int | None: ...


@dataclass
class Rows:
    """Writes rows in batches: at most a second, or `BATCH` rows, are at risk while the sink works.
    `lost` counts those that had no room, that the sink can never write, or that waited at the end.
    """

    sink: RowSink
    waiting: deque[UsageRow] = field(default_factory=deque)
    lost: int = 0
    written: int = 0
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _flushing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def health(self) -> dict[str, int]:
        """Return how many rows wait, were written and were lost since the process began."""
        return {"waiting": len(self.waiting), "written": self.written, "lost": self.lost}

    def add(self, row: UsageRow) -> None:
        if len(self.waiting) >= MOST_WAITING:
            self.lost += 1
            return
        self.waiting.append(row)
        if len(self.waiting) % BATCH == 0:
            self._wake.set()

    async def run(self) -> None:
        """Write until cancelled; what waits then is written first."""
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(FLUSH_SECONDS):
                        await self._wake.wait()
                self._wake.clear()
                # A batch that is being written must not be given up: it may be there already.
                await asyncio.shield(self.flush())
        finally:
            await self._end()

    async def flush(self) -> bool:
        """Write what waits. Return False when the sink fails; the rows stay, in their order."""
        async with self._flushing:
            while self.waiting:
                batch = list(islice(self.waiting, BATCH))
                try:
                    refused = await self.sink.write(batch) or 0
                except Exception as error:
                    kept, why = len(self.waiting), type(error).__name__
                    _log.warning("usage rows not written, %d wait: %s", kept, why)
                    return False
                self._done(len(batch), refused)
        return True

    def _done(self, count: int, refused: int) -> None:
        for _ in range(count):
            self.waiting.popleft()
        self.written += count - refused
        self.lost += refused
        if refused:
            _log.error("%d usage rows are lost: the sink can never write them", refused)

    async def _end(self) -> None:
        """Write what waits within `LAST_SECONDS`, and say what is lost."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_SECONDS):
                while not await self.flush():
                    await asyncio.sleep(_PAUSE)
        if self.waiting:
            self.lost += len(self.waiting)
            self.waiting.clear()
        if self.lost:
            _log.error("%d usage rows are lost, %d were written", self.lost, self.written)
