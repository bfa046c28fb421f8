"""The tokens and the cost of an answer, read from the usage objects of three APIs."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from contracts.json_text import as_object

_MOST_COUNT, _MOST_DIGITS = 2**53, 40  # chosen: beyond them a number is a mistake


@dataclass
class Tokens:
    """The tokens and USD of one answer; None is unknown, never 0."""

    prompt: int | None = None
    cached: int | None = None
    cache_write: int | None = None
    completion: int | None = None
    reasoning: int | None = None
    cost_usd: str | None = None

    def add(self, usage: dict[str, Any]) -> None:
        """Take what a usage names: the counts grow during an answer, so the last ones hold."""
        given, made = _details(usage, "input", "prompt"), _details(usage, "output", "completion")
        found = {
            "prompt": _prompt(usage),
            "cached": _count(given.get("cached_tokens"), usage.get("cache_read_input_tokens")),
            "cache_write": _count(
                given.get("cache_write_tokens"), usage.get("cache_creation_input_tokens")
            ),
            "completion": _count(usage.get("completion_tokens"), usage.get("output_tokens")),
            "reasoning": _count(made.get("reasoning_tokens")),
            "cost_usd": _cost(usage),
        }
        for name, value in found.items():
            if value is not None:
                setattr(self, name, value)


def _prompt(usage: dict[str, Any]) -> int | None:
    """Return all tokens of the input. Anthropic counts what the cache read and wrote apart."""
    base = _count(usage.get("prompt_tokens"), usage.get("input_tokens"))
    apart = [usage.get(n) for n in ("cache_read_input_tokens", "cache_creation_input_tokens")]
    more = sum(_count(n) or 0 for n in apart)
    return None if base is None else base + more


def _details(usage: dict[str, Any], *sides: str) -> dict[str, Any]:
    found = (usage.get(f"{side}_tokens_details") for side in sides)
    return next((each for each in found if isinstance(each, dict)), {})


def _count(*values: Any) -> int | None:
    found = (v for v in values if isinstance(v, int) and not isinstance(v, bool))
    return next((v for v in found if 0 <= v <= _MOST_COUNT), None)


def _cost(usage: dict[str, Any]) -> str | None:
    """Return the USD as digits. With a key of one's own at the upstream provider (BYOK), OpenRouter
    names its fee as `cost` and the rest in `cost_details`; without the rest the cost is unknown.
    """
    fee, details = _decimal(usage.get("cost")), as_object(usage.get("cost_details"))
    upstream = _decimal(details.get("upstream_inference_cost"))
    if usage.get("is_byok") is not True:
        return _digits(fee)
    return None if fee is None or upstream is None else _digits(fee + upstream)


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _decimal(value: Any) -> Decimal | None:
    """Return a cost of at least 0; `value` is a number or a text."""
    if not isinstance(value, int | Decimal | str) or isinstance(value, bool):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    plain = found.is_finite() and found >= 0 and abs(found.adjusted()) <= _MOST_DIGITS
    return found if plain else None
