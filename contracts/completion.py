"""What a model provider answers to one chat completion."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Completion:
    """What a provider answered. `cost_usd` is None when it named no cost."""

    text: str | None
    cost_usd: float | None
    finish_reason: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


Complete = Callable[[str, list[dict[str, str]], dict[str, Any]], Completion]
