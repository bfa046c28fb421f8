"""The provider's list of models, as this process last read it, and the gateway's own entries."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from adapters.provider.listing import Row, rows_of
from contracts.classification import apis_without
from contracts.errors import Refused
from contracts.live_candidates import CandidatesAnswer, LiveCandidates, LiveModel
from contracts.price import Capability
from contracts.routable import listed_id
from gateway.failures import Failure
from gateway.settings import Settings
from gateway.target import Target

_EVERY_SECONDS = 300.0  # chosen
_NAMED = "auto-routing: the cheapest model that is proven good enough"
_log = logging.getLogger(__name__)


@dataclass
class Catalogue:
    """The list, and the candidates of the live table, None while they are unknown. `read` and
    `read_live` bring their bytes. What was read stays when it cannot be read again.
    """

    settings: Settings
    read: Callable[[], Awaitable[bytes]]
    read_live: Callable[[], Awaitable[bytes | None]]
    rows: Mapping[str, Row] = field(default_factory=dict)
    live: LiveCandidates | None = None
    _told: tuple[str, ...] = ()

    async def run(self) -> None:
        """Read both again and again, until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(_EVERY_SECONDS)

    async def refresh(self) -> None:
        await asyncio.gather(self._read_list(), self._read_live())

    async def _read_live(self) -> None:
        try:
            body = await self.read_live()
            found = CandidatesAnswer.from_json(body) if body is not None else None
        except Exception as error:
            _log.warning("the live candidates were not read: %s", _why(error))
            return
        if found and found.reason != "secret_unavailable":
            self.live = found.table

    async def _read_list(self) -> None:
        """Read the list, and log what it says against the fallbacks, once until that changes."""
        try:
            self.rows = {row.id: row for row in rows_of(await self.read())}
        except Exception as error:
            why = str(error) if isinstance(error, Failure) else type(error).__name__
            _log.warning("the provider's list of models was not read: %s", why)
            return
        told = tuple(self._objections())
        if told != self._told:
            for line in told:
                _log.warning("%s", line)
        self._told = told

    @property
    def missing(self) -> tuple[str, ...]:
        """The fallbacks that the list lacks; none while it is unknown or empty."""
        named = (fallback.model for fallback in self.settings.fallbacks)
        return tuple(model for model in named if self.rows and self._row(model) is None)

    async def check(self) -> None:
        """Read both. Raises Refused when the provider does not list a fallback."""
        await self.refresh()
        if self.missing:
            raise Refused(_unlisted(self.missing[0]))

    def _objections(self) -> Iterator[str]:
        """Yield why fallbacks cannot serve each client, as far as the list says that."""
        for model in (fallback.model for fallback in self.settings.fallbacks):
            row = self._row(model)
            if model in self.missing:
                yield _unlisted(model)
            elif row and (lacked := ", ".join(apis_without(row.apis))):
                yield f"fallbacks: {model} is not served on {lacked}; name one that all APIs serve"

    def _row(self, model: str) -> Row | None:
        return self.rows.get(listed_id(model))

    def target(self, model: str) -> Target:
        row = self._row(model)
        return Target.of(model, row.raw if row else {})

    def capability(self, model: str) -> Capability:
        """Return what a model accepts: by the settings, the live table or the provider's list."""
        told = next((each for each in self.settings.fallbacks if each.model == model), None)
        live, row = self._candidates.get(model), self._row(model)
        known = [each.capability for each in (told, live, row) if each]
        lengths = (each.context_length for each in known)
        kinds = (each.input_modalities for each in known)
        return Capability(
            context_length=next(filter(None, lengths), None),
            input_modalities=next(filter(None, kinds), None),
        )

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
        """Return the entry of a virtual model, with the models that may serve it."""
        live, fallbacks = self.live, [fallback.model for fallback in self.settings.fallbacks]
        tiers = live.tiers if live else None
        named = {
            "models": list(dict.fromkeys([*self._candidates, *fallbacks])),
            "fallbacks": fallbacks,
            "tableVersion": live.version if live else None,
            "tiers": tiers
            and {name: _ids(of) for name, of in msgspec.structs.asdict(tiers).items()},
            "simulated": live.simulated if live else None,
        }
        entry = {"id": model, "object": "model", "type": "model", "display_name": _NAMED}
        window = {} if self.window is None else {"context_length": self.window}
        return {**entry, "owned_by": "auto-routing", "autoRouting": named, **window}

    @property
    def _candidates(self) -> dict[str, LiveModel]:
        """The candidates that may serve, by id."""
        found = self.live.tiers.all if self.live else {}
        return {m: each for m, each in found.items() if m not in self.settings.denied_models}

    @property
    def window(self) -> int | None:
        """The context that the virtual model promises, in tokens: each model that may serve holds
        it. None when one of them is unknown.
        """
        if self.settings.context_length is not None:
            return self.settings.context_length
        told = [(f.model, f.context_length) for f in self.settings.fallbacks]
        told += [(m, each.context_length) for m, each in self._candidates.items()]
        known = [tokens or self._listed_context(model) for model, tokens in told]
        return None if None in known else min(filter(None, known))

    def _listed_context(self, model: str) -> int | None:
        row = self._row(model)
        return row.capability.context_length if row else None


def _unlisted(model: str) -> str:
    return f"fallbacks: the provider does not list {model}; name a model of its list"


def _why(error: Exception) -> str:
    """Return what failed; a secret that is refused is a mistake of the configuration."""
    status = getattr(error, "status", None)
    if status in (401, 403):
        return f"decideSecret: it is refused ({status}); give the gateway the value of DecideSecret"
    return type(error).__name__ if status is None else f"status {status}"


def _ids(models: Iterable[LiveModel]) -> list[str]:
    return [each.model for each in models]
