"""The provider's list of models, as this process last read it, and the gateway's own entries."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from contracts.json_text import read_json
from gateway.adapt import Target
from gateway.settings import Settings

_EVERY_SECONDS = 300.0  # chosen
_log = logging.getLogger(__name__)


@dataclass
class Catalogue:
    """The list. `read` brings its bytes. An old list is better than none, so it stays when the
    provider does not answer.
    """

    settings: Settings
    read: Callable[[], Awaitable[bytes]]
    rows: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    async def run(self) -> None:
        """Read the list again and again, until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(_EVERY_SECONDS)

    async def refresh(self) -> None:
        try:
            self.rows = _rows(await self.read())
        except Exception as error:
            _log.warning("the provider's list of models was not read: %s", type(error).__name__)

    def target(self, model: str) -> Target:
        return Target.of(model, self.rows.get(model, {}))

    def simulated(self, model: str) -> bool:
        """Return whether the provider says that it simulates a model."""
        return self.rows.get(model, {}).get("simulated") is True

    def listed(self) -> bytes:
        """Return the body of `/v1/models`: the virtual models first, then the provider's."""
        hidden = self.settings.hidden
        own = [] if hidden else [self._own(model) for model in self.settings.virtual_models]
        return msgspec.json.encode({"object": "list", "data": [*own, *self.rows.values()]})

    def _own(self, model: str) -> dict[str, Any]:
        """Return the entry of a virtual model. It promises no more than each fallback holds."""
        served = [fallback.model for fallback in self.settings.fallbacks]
        entry: dict[str, Any] = {
            "id": model,
            "object": "model",
            "type": "model",
            "display_name": "auto-routing: the cheapest model that is proven good enough",
            "owned_by": "auto-routing",
            "autoRouting": {"models": served},
        }
        window = self.window
        return entry if window is None else {**entry, "context_length": window}

    @property
    def window(self) -> int | None:
        """The context that the virtual model promises, in tokens; None when it is unknown."""
        if self.settings.context_length is not None:
            return self.settings.context_length
        known = [f.context_length for f in self.settings.fallbacks]
        return None if None in known else min((n for n in known if n), default=None)


def _rows(body: bytes) -> dict[str, Mapping[str, Any]]:
    found = read_json(body)
    data = found.get("data") if isinstance(found, dict) else found
    rows = data if isinstance(data, list) else []
    named = {row["id"]: row for row in rows if isinstance(row, dict) and "id" in row}
    with contextlib.suppress(TypeError):
        return {name: row for name, row in named.items() if isinstance(name, str)}
    return {}
