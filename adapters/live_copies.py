"""Write the copies of what is live that readers use, in the bucket and in the cache."""

import logging
import time
from dataclasses import dataclass

from adapters.aws.blobs import Blobs
from adapters.dynamodb.publications import PublicationStore
from adapters.hot_path.cache import Cache
from contracts import objects
from contracts.hot_record import HotRecord

# Chosen: the last try comes after 9 s, when a cache that failed is asked again.
_TRIES = 3
_PAUSE_SECONDS = 3.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LiveCopies:
    """The copies of the live table and of the live classifier."""

    live: PublicationStore
    blobs: Blobs
    cache: Cache | None = None

    def refresh(self) -> None:
        """Write the copies; again if the truth has changed meanwhile, so that no older copy
        stays."""
        for _ in range(_TRIES):
            found = self._truth()
            for key, body in found.items():
                self._put(key, body.wire_json())
            if found == self._truth():
                return

    def repair(self) -> list[str]:
        """Repair copies in the bucket that are missing, corrupt or old. Return their keys."""
        wrong = {k: b for k, b in self._truth().items() if self.blobs.get(k) != b.wire_json()}
        for key, body in wrong.items():
            self._put(key, body.wire_json())
        return list(wrong)

    def _truth(self) -> dict[str, HotRecord]:
        found: dict[str, HotRecord | None] = {
            objects.LIVE_TABLE: self.live.table(),
            objects.LIVE_CLASSIFIER: self.live.classifier(),
        }
        return {key: body for key, body in found.items() if body is not None}

    def _put(self, key: str, text: str) -> None:
        self.blobs.put(key, text)
        if self.cache and not any(self._cached(self.cache, key, text, n) for n in range(_TRIES)):
            _log.error("the cache may serve an old copy of %s for an hour", key)

    def _cached(self, cache: Cache, key: str, text: str, tries: int) -> bool:
        time.sleep(tries * _PAUSE_SECONDS)
        return cache.put(key, text)
