"""The provider's list of models, as this process last read it, and the gateway's own entries."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from adapters.provider.listing import Row, rows_of
from contracts.classification import apis_without
from contracts.routable import listed_id
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
    rows: Mapping[str, Row] = field(default_factory=dict)
    _told: tuple[str, ...] = ()

    async def run(self) -> None:
        """Read the list again and again, until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(_EVERY_SECONDS)

    async def refresh(self) -> None:
        """Read the list, and log what it says against the fallbacks, once until that changes."""
        try:
            self.rows = {row.id: row for row in rows_of(await self.read())}
        except Exception as error:
            _log.warning("the provider's list of models was not read: %s", type(error).__name__)
            return
        told = tuple(self._objections())
        if told != self._told:
            for line in told:
                _log.warning("%s", line)
        self._told = told

    def _objections(self) -> Iterator[str]:
        """Yield why fallbacks cannot serve each client, as far as the list says that."""
        for model in (fallback.model for fallback in self.settings.fallbacks):
            row = self._row(model)
            lacked = ", ".join(apis_without(row.apis)) if row else ""
            if row is None:
                yield f"fallbacks: the provider does not list {model}; name a model of its list"
            elif lacked:
                yield f"fallbacks: {model} is not served on {lacked}; name one that all APIs serve"

    def _row(self, model: str) -> Row | None:
        return self.rows.get(listed_id(model))

    def target(self, model: str) -> Target:
        row = self._row(model)
        return Target.of(model, row.raw if row else {})

    def simulated(self, model: str) -> bool:
        """Return whether the provider says that it simulates a model."""
        row = self._row(model)
        return row is not None and row.simulated

    def listed(self) -> bytes:
        """Return the body of `/v1/models`: the virtual models first, then the provider's."""
        hidden = self.settings.hidden
        own = [] if hidden else [self._own(model) for model in self.settings.virtual_models]
        rows = [row.raw for row in self.rows.values()]
        return msgspec.json.encode({"object": "list", "data": [*own, *rows]})

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
