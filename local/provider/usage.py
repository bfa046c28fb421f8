"""Count the tokens of an answer and price them."""

import json
from dataclasses import dataclass
from typing import Any

from local.provider.catalogue import SimulatedModel
from local.provider.opaque import thought
from local.provider.reply import Reply

_CHARS_PER_TOKEN = 4  # OpenAI's rule of thumb


@dataclass(frozen=True)
class Usage:
    """The tokens of an answer. `cached` and `written`, which are read from the cache and written to
    it, are part of `prompt`, and `reasoning` is part of `completion`."""

    prompt: int
    cached: int
    completion: int
    cost_usd: float
    reasoning: int = 0
    written: int = 0


def usage(model: SimulatedModel, request: dict[str, Any], reply: Reply) -> Usage:
    """Return the usage, with four characters for a token. All before the last assistant message was
    its prompt, tools included, and counts as cached. The rest is written to the cache if the
    request asks for that, at the price of fresh input."""
    messages = request.get("messages") or []
    turns = [n for n, m in enumerate(messages) if m.get("role") == "assistant"]
    prompt = prompt_tokens(request)
    cached = _tokens(messages[: turns[-1]]) + _tokens(request.get("tools")) if turns else 0
    reasoning = _tokens(thought(model, reply))
    completion = _tokens(reply.args if reply.tool else reply.text) + reasoning
    cost = model.price.of(prompt, cached, completion)
    written = prompt - cached if request.get("cache_control") else 0
    return Usage(prompt, cached, completion, cost, reasoning, written)


def prompt_tokens(request: dict[str, Any]) -> int:
    """Return the tokens of a request's messages and tools."""
    return _tokens(request.get("messages")) + _tokens(request.get("tools"))


def _tokens(value: Any) -> int:
    return -(-len(json.dumps(value, ensure_ascii=False)) // _CHARS_PER_TOKEN) if value else 0
