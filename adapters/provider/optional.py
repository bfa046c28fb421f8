"""Learn which optional parameters a server refuses, and leave them out from then on."""

import re
import threading
from typing import Any

from adapters.provider.faults import Fault
from contracts.failure import FailureCause

# Parameters that shape an answer without being its question. `usage` is OpenRouter's demand for the
# cost; the others are missing in some servers or models, such as OpenAI's reasoning models.
_OPTIONAL = (
    *("usage", "stream_options", "response_format", "temperature", "top_p", "top_k", "min_p"),
    *("max_tokens", "seed", "parallel_tool_calls", "verbosity"),
    *("prompt_cache_key", "include_reasoning", "repetition_penalty", "logit_bias"),
)
_RENAMED = {"max_tokens": "max_completion_tokens"}


class Optional:
    """What each model's server refused so far; for the life of a process. Thread-safe."""

    def __init__(self) -> None:
        self._refused: dict[str, frozenset[str]] = {}
        self._lock = threading.Lock()

    def fitting(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return the request without what the server of its model refuses."""
        refused = self._refused.get(body.get("model", ""), frozenset())
        kept = {name: value for name, value in body.items() if name not in refused}
        again = {new: body[old] for old, new in _RENAMED.items() if old in refused and old in body}
        return {**again, **kept}

    def refused(self, model: str) -> tuple[str, ...]:
        return tuple(sorted(self._refused.get(model, frozenset())))

    def learn(self, body: dict[str, Any], fault: Fault) -> bool:
        """Note the parameters of `body` that the fault names, and return whether there are any: the
        same request without them may succeed."""
        if fault.cause is not FailureCause.PROVIDER_REFUSED:
            return False
        named = {name for name in _OPTIONAL if name in body and _names(fault.detail, name)}
        with self._lock:
            model = body.get("model", "")
            known = self._refused.get(model, frozenset())
            self._refused[model] = known | named
            return not named <= known


def _names(detail: str, parameter: str) -> bool:
    return re.search(rf"(?<![\w.]){parameter}(?!\w)", detail) is not None
