"""The tokens and the cost of an answer, read from the usage objects of three APIs."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from contracts.json_text import as_object

_MOST_COUNT, _MOST_DIGITS = 2**53, 40  # chosen: beyond them a number is a mistake
_READ, _WROTE = "cache_read_input_tokens", "cache_creation_input_tokens"  # Anthropic's
_WRITTEN = ("cache_write_tokens", "cache_creation_tokens")  # OpenRouter's, LiteLLM's
_INPUT = frozenset({"prompt_tokens", "input_tokens", "prompt_tokens_details", _READ, _WROTE})
_INPUT |= {"input_tokens_details"}
_READABLE = _INPUT | {"completion_tokens", "output_tokens", "output_tokens_details", "cost"}
_READABLE |= {"completion_tokens_details", "cost_details", "is_byok"}


@dataclass
class Tokens:
    """The tokens and USD of one answer; None is unknown, never 0."""

    prompt: int | None = None
    cached: int | None = None
    cache_write: int | None = None
    completion: int | None = None
    reasoning: int | None = None
    cost_usd: str | None = None
    _named: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def add(self, usage: dict[str, Any]) -> None:
        """Take what a usage names. The counts grow during an answer, so of each field the last
        value holds; a usage that leaves a field out, or names an input of 0, says nothing of it.
        """
        self._named |= {name: usage[name] for name in _news(usage, self.prompt)}
        named = self._named
        given, made = _details(named, "input", "prompt"), _details(named, "output", "completion")
        found = {
            "prompt": _prompt(named),
            "cached": _count(given.get("cached_tokens"), named.get(_READ)),
            "cache_write": _count(*(given.get(n) for n in _WRITTEN), named.get(_WROTE)),
            "completion": _count(named.get("completion_tokens"), named.get("output_tokens")),
            "reasoning": _count(made.get("reasoning_tokens")),
            "cost_usd": _cost(named),
        }
        for name, value in found.items():
            if value is not None:
                setattr(self, name, value)


def _news(usage: dict[str, Any], known: int | None) -> set[str]:
    """Return the fields by which a usage changes what is known."""
    silent = _INPUT if known and _prompt(usage) == 0 else frozenset[str]()
    return {name for name in _READABLE - silent if usage.get(name) is not None}


def _prompt(usage: dict[str, Any]) -> int | None:
    """Return all tokens of the input. Anthropic's `input_tokens` leave out what the cache read and
    wrote. `prompt_tokens` hold it, also beside Anthropic's fields, as LiteLLM writes them; so do
    the `input_tokens` of OpenAI, which come with details.
    """
    base, apart = _count(usage.get("input_tokens")), _apart(usage)
    detailed = isinstance(usage.get("input_tokens_details"), dict)
    whole = _count(usage.get("prompt_tokens"), base if detailed else None)
    if whole is not None and apart <= whole:
        return whole
    found = whole if base is None else base
    return None if found is None else found + apart


def _apart(usage: dict[str, Any]) -> int:
    return sum(_count(usage.get(name)) or 0 for name in (_READ, _WROTE))


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
