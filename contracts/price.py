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


_NAMES = {
    "prompt": "prompt",
    "completion": "completion",
    "cached": "input_cache_read",
    "cache_write": "input_cache_write",
    "cache_write_hour": "input_cache_write_1h",
}


class Band(HotRecord):
    """The prices of a call with at least `min_prompt_tokens`; None where they are as below it."""

    min_prompt_tokens: Count
    prompt: Usd | None = None
    completion: Usd | None = None
    cached: Usd | None = None
    cache_write: Usd | None = None
    cache_write_hour: Usd | None = None


class Price(HotRecord):
    """USD per token; None where the provider's list does not say. `cached` is input read from the
    provider's cache, `cache_write` input written to it for five minutes, `cache_write_hour` for an
    hour. `bands` are other prices of long prompts, the shortest first.
    """

    prompt: Usd | None = None
    completion: Usd | None = None
    cached: Usd | None = None
    cache_write: Usd | None = None
    cache_write_hour: Usd | None = None
    bands: tuple[Band, ...] = ()

    @classmethod
    def of(cls, listed: Mapping[str, Any]) -> "Price":
        """Return the price in a model's `pricing`, whose values are numbers as text, and whose
        `overrides` are bands (OpenRouter's form). A band that cannot be read is left out.
        """
        overrides = listed.get("overrides")
        rows = overrides if isinstance(overrides, list) else []
        bands = [band for row in rows if isinstance(row, dict) and (band := _band(row))]
        bands.sort(key=lambda band: band.min_prompt_tokens)
        return cls(**_rates(listed), bands=tuple(bands))

    def at(self, prompt_tokens: float) -> "Price":
        """Return the price of a call with so many tokens of input, without bands."""
        if not self.bands:
            return self
        found = {name: getattr(self, name) for name in _NAMES}
        for band in self.bands:
            if prompt_tokens >= band.min_prompt_tokens:
                found |= {n: usd for n in _NAMES if (usd := getattr(band, n)) is not None}
        return Price(**found)

    def cost(self, prompt_tokens: float, completion_tokens: float) -> float | None:
        """Return USD for tokens of which none are cached; None when a price is unknown."""
        price = self.at(prompt_tokens)
        if price.prompt is None or price.completion is None:
            return None
        return price.prompt * prompt_tokens + price.completion * completion_tokens

    def written(self, *, hour: bool) -> float | None:
        """Return USD per token of input that is written to the cache; where no such price is
        listed, it is that of input.
        """
        listed = self.cache_write_hour if hour else self.cache_write
        return self.prompt if listed is None else listed


def _rates(listed: Mapping[str, Any]) -> dict[str, float | None]:
    return {ours: _number(listed.get(theirs)) for ours, theirs in _NAMES.items()}


def _band(row: Mapping[str, Any]) -> Band | None:
    least = _number(row.get("min_prompt_tokens"))
    return None if least is None else Band(min_prompt_tokens=int(least), **_rates(row))


def known_usd(value: Any) -> float | None:
    """Return a cost in USD as a provider names it; None unless it is a number, at least 0 and at
    most a million.
    """
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and 0 <= value <= _MOST_USD else None


def _number(value: Any) -> float | None:
    try:
        return known_usd(float(value))
    except (TypeError, ValueError, OverflowError):
        return None
