"""Write every decision as a line of JSON, without content, to compressed objects of the bucket."""

import gzip
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from adapters.aws.blobs import Blobs

# Chosen: an object a minute and process; if the bucket fails, some MB of lines are kept in memory.
_MOST_LINES = 500
_EVERY_SECONDS = 60.0
_MOST_KEPT = 5_000
_log = logging.getLogger(__name__)


@dataclass
class DecisionLog:
    """Lines that wait in the process for 60 s or until there are 500. When the process ends, they
    are lost. `write` never raises."""

    blobs: Blobs
    clock: Callable[[], float] = time.monotonic
    _waiting: list[str] = field(default_factory=list)
    _written_at: float | None = None

    def write(self, line: Mapping[str, Any], at: datetime) -> None:
        now = self.clock()
        self._waiting.append(json.dumps({"at": at.isoformat(), **line}, separators=(",", ":")))
        del self._waiting[:-_MOST_KEPT]
        since = now - (self._written_at if self._written_at is not None else -_EVERY_SECONDS)
        if since >= _EVERY_SECONDS or len(self._waiting) >= _MOST_LINES:
            self._written_at = now
            self._flush(at)

    def _flush(self, at: datetime) -> None:
        lines, self._waiting = self._waiting, []
        key = f"decisions/{at:%Y/%m/%d/%H}/{uuid4().hex}.jsonl.gz"
        try:
            self.blobs.put_bytes(key, gzip.compress(("\n".join(lines) + "\n").encode()))
        except Exception as error:
            self._waiting = lines + self._waiting
            _log.warning("writing the decision log failed: %s", type(error).__name__)
