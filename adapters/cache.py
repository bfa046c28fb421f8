"""The Valkey cache. It is never needed: every failure is a miss."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import valkey

_TTL_SECONDS = 3600
_TIMEOUT_SECONDS = 0.25
_CLAIM_SECONDS = 2
_SPARED_SECONDS = 5.0
_log = logging.getLogger(__name__)


@dataclass
class Cache:
    """After a failure it is left alone for five seconds, so that a request waits for it once."""

    url: str
    _spared_until: float = 0.0

    @cached_property
    def _client(self) -> valkey.Valkey:
        return valkey.Valkey.from_url(
            self.url,
            socket_connect_timeout=_TIMEOUT_SECONDS,
            socket_timeout=_TIMEOUT_SECONDS,
            decode_responses=True,
        )

    def get(self, key: str) -> str | None:
        return cast("str | None", self._try(lambda: self._client.get(key)))

    def claim(self, key: str) -> bool:
        """Whether the caller is the one to fill `key`; for two seconds nobody else is. True, too,
        when the cache cannot be asked."""
        name = f"{key} claim"
        set_ = self._try(lambda: self._client.set(name, "1", nx=True, ex=_CLAIM_SECONDS), True)
        return bool(set_)

    def fill(self, key: str, text: str) -> None:
        """Only where there is nothing: what a publisher put meanwhile is newer."""
        self._try(lambda: self._client.set(key, text, ex=_TTL_SECONDS, nx=True))

    def drop(self, key: str) -> None:
        self._try(lambda: self._client.delete(key))

    def put(self, key: str, text: str) -> bool:
        """Whatever was there; False when it may still be."""
        return bool(self._try(lambda: self._client.set(key, text, ex=_TTL_SECONDS)))

    def _try(self, step: Callable[[], Any], otherwise: Any = None) -> Any:
        if time.monotonic() < self._spared_until:
            return otherwise
        try:
            return step()
        except (valkey.ValkeyError, OSError) as error:
            self._spared_until = time.monotonic() + _SPARED_SECONDS
            _log.warning("cache failed: %s", type(error).__name__)
            return otherwise
