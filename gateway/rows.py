"""The usage rows of a request, and the queue that takes their writing off its path."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from contracts.hot_record import HotRecord
from contracts.scalars import Count, Millis, Text

CLASSIFIER = "auto-routing/classifier"
# chosen: what a crash may lose, and what a database that is down may pile up.
FLUSH_SECONDS, BATCH, MOST_WAITING = 1.0, 500, 100_000
_log = logging.getLogger(__name__)


class UsageRow(HotRecord, kw_only=True):
    """What one attempt used. `key` is unique to it, so that a batch may be written twice: an equal
    request that is sent again is paid again. `attempt` says of what kind it is. `cost_usd` is a
    decimal as the provider wrote it; None, as any count, is unknown. `took_ms` is how long this
    attempt took, `first_byte_ms` how long the client waited. `cancelled`: the client left.
    """

    key: Text
    at: datetime
    user_id: Text
    session_id: Text | None = None
    client_request_id: Text | None = None
    attempt: Literal["classifier", "first", "repair", "retry"]
    requested_model: Text
    model: Text
    source: Literal["benchmark", "fallback", "asked"]
    reason: Text
    effort: Text | None = None
    status: Count | None = None
    prompt_tokens: Count | None = None
    cached_tokens: Count | None = None
    cache_write_tokens: Count | None = None
    completion_tokens: Count | None = None
    reasoning_tokens: Count | None = None
    cost_usd: str | None = None
    cost_known: bool = True
    first_byte_ms: Millis | None = None
    took_ms: Millis | None = None
    cancelled: bool = False
    simulated: bool = False


class RowSink(Protocol):
    """Where rows are kept. A row whose key is there already is not written again."""

    async def write(self, rows: Sequence[UsageRow]) -> None: ...


@dataclass
class Rows:
    """Writes rows in batches: at most a second, or `BATCH` rows, are at risk. `lost` counts those
    that had no room.
    """

    sink: RowSink
    waiting: deque[UsageRow] = field(default_factory=deque)
    lost: int = 0
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, row: UsageRow) -> None:
        if len(self.waiting) >= MOST_WAITING:
            self.lost += 1
            return
        self.waiting.append(row)
        if len(self.waiting) >= BATCH:
            self._wake.set()

    async def run(self) -> None:
        """Write until cancelled; what waits then is written first."""
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(FLUSH_SECONDS):
                        await self._wake.wait()
                self._wake.clear()
                await self.flush()
        finally:
            await self.flush()

    async def flush(self) -> None:
        """Write what waits. Rows stay when the sink fails, in their order."""
        while self.waiting:
            batch = [self.waiting.popleft() for _ in range(min(BATCH, len(self.waiting)))]
            try:
                await self.sink.write(batch)
            except Exception as error:
                self.waiting.extendleft(reversed(batch))
                _log.warning("usage rows not written, they wait: %s", type(error).__name__)
                return
