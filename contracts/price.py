"""What a provider charges for a model's tokens, and what the model accepts."""

from collections.abc import Mapping
from typing import Any

from contracts.hot_record import HotRecord
from contracts.scalars import Count, Text, Usd

# chosen: no call costs as much, and a number above it is a mistake.
_MOST_USD = 1e6


class Capability(HotRecord):
    """What a model accepts, as its provider lists it; None is unknown. `context_length` is in
    tokens.
    """

    context_length: Count | None = None
    input_modalities: tuple[Text, ...] | None = None


class Price(HotRecord):
    """USD per token; None where the provider's list does not say."""

    prompt: Usd | None = None
    completion: Usd | None = None
    cached: Usd | None = None

    @classmethod
    def of(cls, listed: Mapping[str, Any]) -> "Price":
        """Return the price in a model's `pricing`, whose values are numbers as text (OpenRouter's
        form).
        """
        names = {"prompt": "prompt", "completion": "completion", "cached": "input_cache_read"}
        return cls(**{ours: _number(listed.get(theirs)) for ours, theirs in names.items()})

    def cost(self, prompt_tokens: float, completion_tokens: float) -> float | None:
        """Return USD for tokens of which none are cached; None when a price is unknown."""
        if self.prompt is None or self.completion is None:
            return None
        return self.prompt * prompt_tokens + self.completion * completion_tokens


def known_usd(value: Any) -> float | None:
    """Return a cost in USD as a provider names it; None unless it is a number, at least 0 and at
    most a million.
    """
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and 0 <= value <= _MOST_USD else None


def _number(value: Any) -> float | None:
    try:
        return known_usd(float(value))
    except (TypeError, ValueError):
        return None
