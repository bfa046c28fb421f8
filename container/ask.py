"""Reduce a request of the CLI to what the provider may get, and estimate its least cost."""

import json
from typing import Any

from contracts.price import Price

# The fields that shape one answer of the measured model. Others, such as another model, more
# choices, plugins or a web search, are left out: a command of the model could ask for them.
_PASSED = frozenset(
    {
        *("messages", "tools", "tool_choice", "parallel_tool_calls", "response_format"),
        *("stream", "max_tokens", "max_completion_tokens", "stop", "seed", "logit_bias"),
        *("temperature", "top_p", "top_k", "min_p", "frequency_penalty", "presence_penalty"),
        *("repetition_penalty", "reasoning", "reasoning_effort", "include_reasoning", "verbosity"),
        *("prompt_cache_key",),
    }
)
# OpenAI's rule of thumb: about 4 characters a token. For source code the estimate is low.
_BYTES_PER_TOKEN = 4


def asked(body: dict[str, Any], model: str) -> dict[str, Any]:
    """Return the request for the provider: known fields, the pinned model, and the demand for
    usage, as OpenRouter wants it, and as OpenAI and most servers want it for a stream."""
    named = {name: value for name, value in body.items() if name in _PASSED}
    passed = {name: value for name, value in named.items() if value is not None}
    if "tools" in passed:
        passed["tools"] = _functions(passed["tools"])
    streamed = {"stream_options": {"include_usage": True}} if body.get("stream") else {}
    return {**passed, "model": model, "usage": {"include": True}, **streamed}


def _functions(tools: Any) -> list[Any]:
    """Return the CLI's own tools; a provider would execute others itself, such as a search."""
    listed = tools if isinstance(tools, list) else []
    return [tool for tool in listed if isinstance(tool, dict) and tool.get("type") == "function"]


def effort(body: dict[str, Any]) -> str | None:
    """Return the reasoning effort that the request asks for."""
    reasoning = body.get("reasoning")
    found = reasoning.get("effort") if isinstance(reasoning, dict) else None
    wanted = found or body.get("reasoning_effort")
    return wanted if isinstance(wanted, str) else None


def reserve(body: dict[str, Any], price: Price) -> float:
    """Return what the input of the request costs at list price, in USD; 0 without a price."""
    tokens = len(json.dumps(body, ensure_ascii=False)) / _BYTES_PER_TOKEN
    return price.cost(tokens, 0) or 0.0
