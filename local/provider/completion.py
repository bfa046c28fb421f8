"""Write chat completions for the wire, whole or as a stream."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from local.provider.catalogue import SimulatedModel
from local.provider.reply import Reply

_CHARS_PER_TOKEN = 4  # OpenAI's rule of thumb


class ChatRequest(BaseModel):
    """The fields that every request must have; the rest may be anything."""

    model_config = ConfigDict(frozen=True, extra="allow")

    model: str
    messages: list[dict[str, Any]]


@dataclass(frozen=True)
class Usage:
    prompt: int
    cached: int
    completion: int
    cost_usd: float

    @property
    def wire(self) -> dict[str, Any]:
        return {
            "prompt_tokens": self.prompt,
            "completion_tokens": self.completion,
            "total_tokens": self.prompt + self.completion,
            "prompt_tokens_details": {"cached_tokens": self.cached},
            "completion_tokens_details": {"reasoning_tokens": 0},
            "cost": self.cost_usd,
        }


def usage(model: SimulatedModel, request: dict[str, Any], reply: Reply) -> Usage:
    """Return the usage, with four characters for a token. All before the last assistant message was
    its prompt, tools included, and counts as cached."""
    messages = request.get("messages") or []
    tools = _tokens(request.get("tools") or [])
    prompt = _tokens(messages) + tools
    turns = [n for n, m in enumerate(messages) if m.get("role") == "assistant"]
    cached = _tokens(messages[: turns[-1]]) + tools if turns else 0
    completion = _tokens(reply.args if reply.tool else reply.text)
    return Usage(prompt, cached, completion, model.price.of(prompt, cached, completion))


def _tokens(value: Any) -> int:
    return -(-len(json.dumps(value, ensure_ascii=False)) // _CHARS_PER_TOKEN) if value else 0


def whole(model: str, reply: Reply, used: Usage) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None}
    if reply.tool:
        message["tool_calls"] = [_call(reply)]
    choice = {"index": 0, "finish_reason": _finish(reply), "message": message}
    return {**_head(model, "chat.completion"), "choices": [choice], "usage": used.wire}


def streamed(model: str, reply: Reply, used: Usage) -> Iterator[dict[str, Any]]:
    delta: dict[str, Any] = {"role": "assistant", "content": reply.text or None}
    if reply.tool:
        delta["tool_calls"] = [{"index": 0, **_call(reply)}]
    head = _head(model, "chat.completion.chunk")
    yield {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    yield {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": _finish(reply)}]}
    yield {**head, "choices": [], "usage": used.wire}


def _head(model: str, kind: str) -> dict[str, Any]:
    now = time.time_ns()
    return {"id": f"gen-{now}", "object": kind, "created": now // 10**9, "model": model}


def _call(reply: Reply) -> dict[str, Any]:
    arguments = json.dumps(reply.args)
    function = {"name": reply.tool, "arguments": arguments}
    return {"id": f"call_{time.time_ns()}", "type": "function", "function": function}


def _finish(reply: Reply) -> str:
    return "tool_calls" if reply.tool else "stop"
