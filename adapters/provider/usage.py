"""Read what a provider says that a call used and cost."""

from dataclasses import dataclass, fields
from typing import Any

from contracts.json_text import as_object
from contracts.price import known_usd

_MOST_TOKENS = 10**9  # chosen: no call uses as many


@dataclass(frozen=True)
class Usage:
    """Tokens and USD of one call. `cost_usd` is None when it is unknown; `known_usd` is the part
    that is known, a lower bound. `told` is whether the provider named tokens."""

    cost_usd: float | None = None
    known_usd: float = 0.0
    prompt: int | None = None
    cached: int | None = None
    completion: int | None = None
    reasoning: int | None = None

    @property
    def told(self) -> bool:
        return self.prompt is not None or self.completion is not None


def usage_of(said: dict[str, Any]) -> Usage:
    """Return the usage in a provider's `usage` object. Of a key of one's own at the upstream
    provider (BYOK), OpenRouter names its fee as `cost` and the rest in `cost_details`."""
    details = as_object(said.get("cost_details"))
    fee, upstream = _usd(said.get("cost")), _usd(details.get("upstream_inference_cost"))
    own = said.get("is_byok") is True
    return Usage(
        cost_usd=_cost(fee, upstream, own=own),
        known_usd=(fee or 0.0) + (upstream or 0.0) if own else max(fee or 0.0, upstream or 0.0),
        prompt=_tokens(said.get("prompt_tokens")),
        cached=_tokens(as_object(said.get("prompt_tokens_details")).get("cached_tokens")),
        completion=_tokens(said.get("completion_tokens")),
        reasoning=_tokens(as_object(said.get("completion_tokens_details")).get("reasoning_tokens")),
    )


def larger(left: Usage, right: Usage) -> Usage:
    """Return the larger number of each field. Counts grow during a call, and a last object that is
    all zero says nothing."""
    pairs = {f.name: (getattr(left, f.name), getattr(right, f.name)) for f in fields(Usage)}
    return Usage(**{name: _most(*pair) for name, pair in pairs.items()})


def _cost(fee: float | None, upstream: float | None, *, own: bool) -> float | None:
    if own:
        return None if fee is None or upstream is None else fee + upstream
    return None if fee is None else max(fee, upstream or 0.0)


def _usd(value: Any) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return known_usd(value)


def _tokens(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 11:
        value = int(value)
    whole = isinstance(value, int | float) and not isinstance(value, bool)
    return int(value) if whole and 0 <= value <= _MOST_TOKENS else None


def _most(left: Any, right: Any) -> Any:
    return max((each for each in (left, right) if each is not None), default=None)
