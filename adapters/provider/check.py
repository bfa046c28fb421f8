"""Check a provider: one tiny call of each kind that the benchmark and `/decide` make."""

from dataclasses import dataclass
from typing import Any

from adapters.provider.client import Provider
from adapters.provider.faults import Fault
from contracts.errors import ProviderFailure

_MESSAGES = [{"role": "user", "content": 'Answer with this JSON object only: {"ok": true}'}]
_TOOL = {
    "type": "function",
    "function": {
        "name": "note",
        "description": "Notes a text.",
        "parameters": {"type": "object", "properties": {"text": {"type": "string"}}},
    },
}
# As the classifier asks, and as the worker's CLI does.
KINDS: dict[str, dict[str, Any]] = {
    "classifier": {
        "response_format": {"type": "json_object"},
        "temperature": 0,
        "max_tokens": 300,
        "stream": False,
        "usage": {"include": True},
    },
    "worker": {
        "tools": [_TOOL],
        "max_tokens": 300,
        "stream": True,
        "stream_options": {"include_usage": True},
        "usage": {"include": True},
    },
}


@dataclass(frozen=True)
class Checked:
    """What came of one call. `refused` are the optional parameters that the server does not take;
    they are left out from then on."""

    kind: str
    fault: Fault | None
    cost_usd: float | None = None
    tokens: bool = False
    streamed: bool = False
    refused: tuple[str, ...] = ()


def check(provider: Provider, model: str) -> list[Checked]:
    """Return what came of one paid call of each kind."""
    return [_checked(provider, model, kind) for kind in KINDS]


def _checked(provider: Provider, model: str, kind: str) -> Checked:
    request = {"model": model, "messages": _MESSAGES, **KINDS[kind]}
    try:
        found = provider.ask(request)
    except ProviderFailure as error:
        return Checked(kind, Fault(error.cause, error.detail), refused=provider.refused(model))
    told, refused = found.usage.told, provider.refused(model)
    return Checked(kind, found.fault, found.cost_usd, told, found.streamed, refused)
