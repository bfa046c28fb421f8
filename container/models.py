"""List the provider's models as the CLI is to see them."""

import json
import ssl
import threading
from contextlib import closing
from typing import Any, get_args

import httpx

from adapters.aws.secrets import ProviderSecret
from adapters.provider.faults import Fault, fault_in, fault_of, missing
from adapters.provider.listing import Row
from container.upstream import Upstream
from contracts.options import Effort
from contracts.price import Price
from contracts.routable import listed_id

# Of a model that lists no efforts of its own; the CLI would offer none.
_EFFORTS = ("minimal", "low", "medium", "high")
_KNOWN = get_args(Effort)
# Chosen: the context length, in tokens, of a model for which the provider lists none.
_CONTEXT = 128_000


class ModelList:
    """The list of models, asked for once; every case gets the same one. Thread-safe."""

    def __init__(self, provider: ProviderSecret, trust: ssl.SSLContext) -> None:
        self._provider, self._trust = provider, trust
        self._rows: dict[str, Row] | None = None
        self._lock = threading.Lock()

    def body(self) -> bytes:
        """Return the list as JSON, with the effort variants that the CLI would not know. Raises
        httpx.HTTPError, ValueError."""
        return json.dumps(
            {"data": [_with_variants(row.raw) for row in self.rows().values()]}
        ).encode()

    def obstacle(self, model: str) -> Fault | None:
        """Return why the CLI could not start to work with `model`, or None. The CLI asks for the
        list once, and takes a failed list for an empty one."""
        try:
            if listed_id(model) in self.rows():
                return None
        except httpx.HTTPStatusError as error:
            answer = error.response
            return fault_in(answer.status_code, answer.headers, answer.content)
        except (httpx.HTTPError, ValueError) as error:
            return fault_of(0, f"the list of models: {type(error).__name__}")
        return missing(model)

    def price(self, model: str) -> Price:
        """Return the list price; it has no numbers while the list is unknown."""
        row = (self._rows or {}).get(listed_id(model))
        return row.price if row else Price()

    def simulated(self) -> bool:
        """Return whether the provider says that all its models are simulated. Raises
        httpx.HTTPError, ValueError."""
        return all(row.simulated for row in self.rows().values())

    def rows(self) -> dict[str, Row]:
        """Return the provider's rows by model id. Raises httpx.HTTPError, ValueError."""
        with self._lock:
            if self._rows is None:
                with closing(Upstream(self._provider, self._trust)) as upstream:
                    self._rows = {row.id: row for row in upstream.models()}
            return self._rows


def _with_variants(row: dict[str, Any]) -> dict[str, Any]:
    listed = row.get("supported_parameters")
    supported = (
        [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    )
    given = {name: value for name, value in row.items() if value is not None}
    named = {"name": row["id"], "context_length": _CONTEXT, **given}
    named["supported_parameters"] = [*dict.fromkeys([*supported, "tools"])]
    if "reasoning" in supported:
        variants = {e: {"reasoning": {"enabled": True, "effort": e}} for e in _efforts(row)}
        named["opencode"] = {"variants": variants}
    return named


def _efforts(row: dict[str, Any]) -> tuple[str, ...]:
    """Return the efforts that a row lists, as OpenRouter does in `reasoning`."""
    reasoning = row.get("reasoning")
    listed = reasoning.get("supported_efforts") if isinstance(reasoning, dict) else None
    found = [e for e in listed if e in _KNOWN] if isinstance(listed, list) else []
    return tuple(found) or _EFFORTS
