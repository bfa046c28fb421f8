"""Read Anthropic's Messages and write their answers, whole or as a stream."""

import json
import time
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from local.provider.answer import Answer
from local.provider.opaque import signature
from local.provider.reply import nested, text_of

_TYPES = ("text", "tool_use", "tool_result")


class CountRequest(BaseModel):
    """The fields that a request to count tokens must have; the rest may be anything."""

    model_config = ConfigDict(frozen=True, extra="allow")

    model: str
    messages: list[dict[str, Any]]


class MessagesRequest(CountRequest):
    max_tokens: int


def chat(body: dict[str, Any]) -> dict[str, Any]:
    """Return the request in the form of a chat completion; thinking is left out."""
    system = body.get("system")
    turns = [{"role": "system", "content": system}] if system else []
    for message in body["messages"]:
        turns += _turns(message)
    wanted = nested(body, "output_config", "format", "type")
    kind = {"type": "json_object"} if wanted else None
    return {
        "messages": turns,
        "tools": body.get("tools"),
        "response_format": kind,
        "cache_control": '"cache_control": {' in json.dumps(body),
    }


def _turns(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    content, role = message.get("content"), message.get("role")
    if not isinstance(content, list):
        yield {"role": role, "content": content}
        return
    said, used, results = (_of_type(content, name) for name in _TYPES)
    for part in results:
        call = part.get("tool_use_id")
        yield {"role": "tool", "tool_call_id": call, "content": part.get("content")}
    if calls := [_chat_call(part) for part in used]:
        yield {"role": role, "content": text_of(said), "tool_calls": calls}
    elif said or not results:
        yield {"role": role, "content": said}


def _of_type(content: list[Any], name: str) -> list[dict[str, Any]]:
    return [part for part in content if isinstance(part, dict) and part.get("type") == name]


def _chat_call(part: dict[str, Any]) -> dict[str, Any]:
    function = {"name": part.get("name"), "arguments": json.dumps(part.get("input"))}
    return {"id": part.get("id"), "type": "function", "function": function}


def whole(answer: Answer) -> dict[str, Any]:
    usage = {**_usage(answer), "cost": answer.used.cost_usd}
    return {**_head(answer), "content": list(_blocks(answer)), **_stop(answer), "usage": usage}


def streamed(answer: Answer) -> Iterator[dict[str, Any]]:
    begun = {**_usage(answer), "output_tokens": 1}
    stop = dict.fromkeys(_stop(answer))
    yield {
        "type": "message_start",
        "message": {**_head(answer), "content": [], **stop, "usage": begun},
    }
    for index, block in enumerate(_blocks(answer)):
        empty, deltas = _pieces(block)
        yield {"type": "content_block_start", "index": index, "content_block": empty}
        for delta in deltas:
            yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    usage = {**_usage(answer), "cost": answer.used.cost_usd}
    yield {"type": "message_delta", "delta": _stop(answer), "usage": usage}
    yield {"type": "message_stop"}


def _head(answer: Answer) -> dict[str, Any]:
    name = f"msg_{time.time_ns()}"
    return {"id": name, "type": "message", "role": "assistant", "model": answer.model.id}


def _stop(answer: Answer) -> dict[str, Any]:
    reason = "tool_use" if answer.reply.tool else "end_turn"
    return {"stop_reason": reason, "stop_sequence": None}


def _blocks(answer: Answer) -> Iterator[dict[str, Any]]:
    """Yield the content. DeepSeek and Moonshot think without a signature here."""
    reply, vendor, thought = answer.reply, answer.model.vendor, answer.thought
    if vendor in ("anthropic", "deepseek", "moonshotai"):
        mark = signature(vendor, thought) if vendor == "anthropic" else ""
        yield {"type": "thinking", "thinking": thought, "signature": mark}
    if reply.text:
        yield {"type": "text", "text": reply.text}
    if reply.tool:
        yield {"type": "tool_use", "id": answer.call_id, "name": reply.tool, "input": reply.args}


def _pieces(block: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a block as it starts, and what is added to it."""
    match block["type"]:
        case "thinking":
            given = [n for n in ("thinking", "signature") if block[n]]
            deltas = [{"type": f"{n}_delta", n: block[n]} for n in given]
            return {**block, "thinking": "", "signature": ""}, deltas
        case "text":
            return {**block, "text": ""}, [{"type": "text_delta", "text": block["text"]}]
    arguments = json.dumps(block["input"])
    return {**block, "input": {}}, [{"type": "input_json_delta", "partial_json": arguments}]


def _usage(answer: Answer) -> dict[str, Any]:
    used = answer.used
    return {
        "input_tokens": used.prompt - used.cached - used.written,
        "cache_read_input_tokens": used.cached,
        "cache_creation_input_tokens": used.written,
        "output_tokens": used.completion,
    }
