"""List the provider's models as the CLI is to see them."""

import json
import ssl
import threading
from contextlib import closing
from typing import Any

import httpx

from adapters.aws.secrets import ProviderSecret
from container.upstream import Upstream
from contracts.failure import FailureCause, cause_of_status
from contracts.price import Price

_EFFORTS = ("minimal", "low", "medium", "high")
# Chosen: the context length, in tokens, of a model for which the provider lists none.
_CONTEXT = 128_000


class ModelList:
    """The list of models, asked for once; every case gets the same one. Thread-safe."""

    def __init__(self, provider: ProviderSecret, trust: ssl.SSLContext) -> None:
        self._provider, self._trust = provider, trust
        self._rows: dict[str, dict[str, Any]] | None = None
        self._lock = threading.Lock()

    def body(self) -> bytes:
        """Return the list as JSON, with the effort variants that the CLI would not know. Raises
        httpx.HTTPError, ValueError."""
        return json.dumps({"data": [_with_variants(row) for row in self.rows().values()]}).encode()

    def obstacle(self, model: str) -> FailureCause | None:
        """Return why the CLI could not start to work with `model`, or None. The CLI asks for the
        list once, and takes a failed list for an empty one."""
        try:
            return None if model in self.rows() else FailureCause.PROVIDER_REFUSED
        except httpx.HTTPStatusError as error:
            return cause_of_status(error.response.status_code)
        except (httpx.HTTPError, ValueError):
            return FailureCause.PROVIDER_ERROR

    def price(self, model: str) -> Price:
        """Return the list price; it has no numbers while the list is unknown."""
        row = (self._rows or {}).get(model, {})
        listed = row.get("pricing")
        return Price.of(listed if isinstance(listed, dict) else {})

    def simulated(self) -> bool:
        """Return whether the provider says that all its models are simulated. Raises
        httpx.HTTPError, ValueError."""
        return all(row.get("simulated") is True for row in self.rows().values())

    def rows(self) -> dict[str, dict[str, Any]]:
        """Return the provider's rows by model id. Raises httpx.HTTPError, ValueError."""
        with self._lock:
            if self._rows is None:
                with closing(Upstream(self._provider, self._trust)) as upstream:
                    self._rows = {row["id"]: row for row in upstream.models()}
            return self._rows


def _with_variants(row: dict[str, Any]) -> dict[str, Any]:
    supported = row.get("supported_parameters") or []
    given = {name: value for name, value in row.items() if value is not None}
    named = {"name": row["id"], "context_length": _CONTEXT, **given}
    named["supported_parameters"] = [*dict.fromkeys([*supported, "tools"])]
    if "reasoning" in supported:
        variants = {e: {"reasoning": {"enabled": True, "effort": e}} for e in _EFFORTS}
        named["opencode"] = {"variants": variants}
    return named
