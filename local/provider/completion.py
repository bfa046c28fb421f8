"""Write chat completions for the wire, whole or as a stream."""

import json
import time
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from local.provider.answer import Answer
from local.provider.opaque import sealed, signature
from local.provider.usage import Usage


class ChatRequest(BaseModel):
    """The fields that every request must have; the rest may be anything."""

    model_config = ConfigDict(frozen=True, extra="allow")

    model: str
    messages: list[dict[str, Any]]


def whole(answer: Answer) -> dict[str, Any]:
    choice = {"index": 0, "finish_reason": _finish(answer), "message": _message(answer)}
    head = _head(answer, "chat.completion")
    return {**head, "choices": [choice], "usage": _usage(answer.used)}


def streamed(answer: Answer) -> Iterator[dict[str, Any]]:
    delta = _message(answer)
    for index, call in enumerate(delta.get("tool_calls", ())):
        call["index"] = index
    head = _head(answer, "chat.completion.chunk")
    yield {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    yield {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": _finish(answer)}]}
    yield {**head, "choices": [], "usage": _usage(answer.used)}


def _head(answer: Answer, kind: str) -> dict[str, Any]:
    now = time.time_ns()
    return {"id": f"gen-{now}", "object": kind, "created": now // 10**9, "model": answer.model.id}


def _message(answer: Answer) -> dict[str, Any]:
    message = {"role": "assistant", "content": answer.reply.text or None, **_reasoning(answer)}
    return {**message, "tool_calls": [_call(answer)]} if answer.reply.tool else message


def _reasoning(answer: Answer) -> dict[str, Any]:
    match answer.model.vendor:
        case "anthropic":
            return {"reasoning": answer.thought, "reasoning_details": [_detail(answer.thought)]}
        case "deepseek" | "moonshotai":
            return {"reasoning_content": answer.thought}
    return {}


def _detail(thought: str) -> dict[str, Any]:
    return {
        "type": "reasoning.text",
        "text": thought,
        "signature": signature("anthropic", thought),
        "format": "anthropic-claude-v1",
        "index": 0,
    }


def _call(answer: Answer) -> dict[str, Any]:
    arguments = json.dumps(answer.reply.args)
    function = {"name": answer.reply.tool, "arguments": arguments}
    call = {"id": answer.call_id, "type": "function", "function": function}
    if answer.model.vendor != "google":
        return call
    return {
        **call,
        "extra_content": {"google": {"thought_signature": sealed("google", answer.thought)}},
    }


def _finish(answer: Answer) -> str:
    return "tool_calls" if answer.reply.tool else "stop"


def _usage(used: Usage) -> dict[str, Any]:
    return {
        "prompt_tokens": used.prompt,
        "completion_tokens": used.completion,
        "total_tokens": used.prompt + used.completion,
        "prompt_tokens_details": {"cached_tokens": used.cached},
        "completion_tokens_details": {"reasoning_tokens": used.reasoning},
        "cost": used.cost_usd,
    }
