"""Read and write the Valkey cache. It is never needed: every failure is a miss."""

import logging
import time
from dataclasses import dataclass
from typing import cast

from adapters.hot_path.valkey import ValkeyFailure, ask

_TTL = "3600"  # seconds; chosen
_TIMEOUT_SECONDS = 0.25  # chosen: a request can wait that long
_CLAIM_SECONDS = 2  # chosen: longer than a read from the bucket
_SPARED_SECONDS = 5.0  # chosen, as in docs/operations.md
_log = logging.getLogger(__name__)


@dataclass
class Cache:
    """The cache. After a failure it is not asked for five seconds, so that a request waits for it
    once."""

    url: str
    _spared_until: float = 0.0
    _failed: int = 0

    def get(self, key: str) -> str | None:
        return cast("str | None", self._ask("GET", key))

    def claim(self, key: str) -> bool:
        """Return whether the caller may fill `key`; for two seconds no other caller may. Return
        True, too, if the cache cannot be asked."""
        name, until = f"{key} claim", str(_CLAIM_SECONDS)
        return bool(self._ask("SET", name, "1", "NX", "EX", until, otherwise="unknown"))

    def fill(self, key: str, text: str) -> None:
        """Store a text if the key has none: what a publisher has stored meanwhile is newer."""
        self._ask("SET", key, text, "NX", "EX", _TTL)

    def drop(self, key: str) -> None:
        self._ask("DEL", key)

    def put(self, key: str, text: str) -> bool:
        """Store a text in any case. Return False if an older one may still be there."""
        return bool(self._ask("SET", key, text, "EX", _TTL))

    def failures(self) -> int:
        """Return the number of failures since the last call; a command that was not sent counts as
        none."""
        failed, self._failed = self._failed, 0
        return failed

    def _ask(self, *command: str, otherwise: str | None = None) -> str | int | None:
        if time.monotonic() < self._spared_until:
            return otherwise
        try:
            return ask(self.url, *command, seconds=_TIMEOUT_SECONDS)
        except (ValkeyFailure, OSError) as error:
            self._failed += 1
            self._spared_until = time.monotonic() + _SPARED_SECONDS
            _log.warning("cache failed: %s", type(error).__name__)
            return otherwise
