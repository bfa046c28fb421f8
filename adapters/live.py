"""Reading what is live on the hot path: process, then cache, then bucket, then DynamoDB."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import ValidationError

from adapters.blobs import Blobs
from adapters.cache import Cache
from contracts.model import Wire

W = TypeVar("W", bound=Wire)
_FRESH_SECONDS = 60.0
_log = logging.getLogger(__name__)


@dataclass
class Live(Generic[W]):
    """A live document that is looked at again after 60 s. A corrupt copy counts as a miss and is
    repaired; when every source fails the last good value stays. `current` never raises."""

    kind: type[W]
    key: str
    cache: Cache | None
    blobs: Blobs
    origin: Callable[[], W | None]
    clock: Callable[[], float] = time.monotonic
    _value: W | None = None
    _read_at: float | None = field(default=None)

    def current(self) -> W | None:
        now = self.clock()
        if self._read_at is None or now - self._read_at >= _FRESH_SECONDS:
            self._value = self._read() or self._value
            self._read_at = now
        return self._value

    def _read(self) -> W | None:
        cached = self._parse(self.cache.get(self.key)) if self.cache else None
        if cached:
            return cached
        found = self._try(lambda: self._parse(self.blobs.get(self.key))) or self._try(self.origin)
        if found and self.cache:
            self.cache.put(self.key, found.wire_json())
        return found

    def _parse(self, text: str | None) -> W | None:
        if text is None:
            return None
        try:
            return self.kind.model_validate_json(text)
        except ValidationError:
            _log.warning("corrupt copy of %s ignored", self.key)
            return None

    def _try(self, read: Callable[[], W | None]) -> W | None:
        try:
            return read()
        except Exception as error:
            _log.warning("reading %s failed: %s", self.key, type(error).__name__)
            return None
