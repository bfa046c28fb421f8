"""The provider's models, as the CLI is to see them."""

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
_CONTEXT = 128_000


class ModelList:
    """Asked for once; every case gets the same list. Thread-safe."""

    def __init__(self, provider: ProviderSecret, trust: ssl.SSLContext) -> None:
        self._provider, self._trust = provider, trust
        self._rows: dict[str, dict[str, Any]] | None = None
        self._lock = threading.Lock()

    def body(self) -> bytes:
        """Return the list with the effort variants that the CLI would not know of. Raises
        httpx.HTTPError, ValueError."""
        return json.dumps({"data": [_with_variants(row) for row in self.rows().values()]}).encode()

    def obstacle(self, model: str) -> FailureCause | None:
        """Return why the CLI could not even begin to work with `model`. It asks for the list once,
        and takes a list that it did not get for an empty one."""
        try:
            return None if model in self.rows() else FailureCause.PROVIDER_REFUSED
        except httpx.HTTPStatusError as error:
            return cause_of_status(error.response.status_code)
        except (httpx.HTTPError, ValueError):
            return FailureCause.PROVIDER_ERROR

    def price(self, model: str) -> Price:
        """Return the list price, as far as the list is known by now."""
        row = (self._rows or {}).get(model, {})
        listed = row.get("pricing")
        return Price.of(listed if isinstance(listed, dict) else {})

    def simulated(self) -> bool:
        """Return whether the provider says of all its models that they are simulated. Raises
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
