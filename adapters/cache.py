"""The Valkey cache. It is never needed: every failure is a miss."""

import logging
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import valkey

_TTL_SECONDS = 3600
_TIMEOUT_SECONDS = 0.25
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cache:
    url: str

    @cached_property
    def _client(self) -> valkey.Valkey:
        return valkey.Valkey.from_url(
            self.url,
            socket_connect_timeout=_TIMEOUT_SECONDS,
            socket_timeout=_TIMEOUT_SECONDS,
            decode_responses=True,
        )

    def get(self, key: str) -> str | None:
        try:
            return cast("str | None", self._client.get(key))
        except (valkey.ValkeyError, OSError) as error:
            _log.warning("cache read failed: %s", type(error).__name__)
            return None

    def put(self, key: str, text: str) -> None:
        try:
            self._client.set(key, text, ex=_TTL_SECONDS)
        except (valkey.ValkeyError, OSError) as error:
            _log.warning("cache write failed: %s", type(error).__name__)
