"""A model provider's answer to one chat completion."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Completion:
    """An answer with its cost and tokens. `cost_usd` is None when the provider named no cost."""

    text: str | None
    cost_usd: float | None
    finish_reason: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


Complete = Callable[[str, list[dict[str, str]], dict[str, Any]], Completion]
