"""Read OpenAI's Responses requests and write their answers, whole or as a stream."""

import json
import time
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from local.provider.answer import Answer
from local.provider.opaque import sealed
from local.provider.reply import nested

Item = dict[str, Any]
_ROLES = {"developer": "system"}


class ResponsesRequest(BaseModel):
    """The fields that every request must have; the rest may be anything."""

    model_config = ConfigDict(frozen=True, extra="allow")

    model: str
    input: str | list[Item]


def chat(body: dict[str, Any]) -> dict[str, Any]:
    """Return the request in the form of a chat completion; reasoning is left out."""
    given, system = body["input"], body.get("instructions")
    items = [{"role": "user", "content": given}] if isinstance(given, str) else given
    turns = [{"role": "system", "content": system}] if system else []
    turns += [turn for item in items if (turn := _turn(item))]
    wanted = nested(body, "text", "format", "type")
    kind = {"type": "json_object"} if wanted not in (None, "text") else None
    return {"messages": turns, "tools": body.get("tools"), "response_format": kind}


def _turn(item: Item) -> Item | None:
    match item.get("type", "message"):
        case "message":
            role = item.get("role")
            return {"role": _ROLES.get(str(role), role), "content": item.get("content")}
        case "function_call" | "custom_tool_call":
            given = item.get("arguments", item.get("input"))
            call = {"id": item.get("call_id"), "name": item.get("name"), "arguments": given}
            return {"role": "assistant", "content": None, "tool_calls": [call]}
        case "function_call_output" | "custom_tool_call_output":
            call_id = item.get("call_id")
            return {"role": "tool", "tool_call_id": call_id, "content": item.get("output")}
    return None


def whole(answer: Answer) -> dict[str, Any]:
    return _completed(_head(answer), list(_items(answer)), answer)


def streamed(answer: Answer) -> Iterator[dict[str, Any]]:
    for number, event in enumerate(_events(answer)):
        yield {**event, "sequence_number": number}


def _events(answer: Answer) -> Iterator[dict[str, Any]]:
    head, items = _head(answer), list(_items(answer))
    for name in ("created", "in_progress"):
        yield {"type": f"response.{name}", "response": head}
    for index, item in enumerate(items):
        empty, added = _pieces(item)
        yield {"type": "response.output_item.added", "output_index": index, "item": empty}
        for event in added:
            yield {**event, "item_id": item["id"], "output_index": index}
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    yield {"type": "response.completed", "response": _completed(head, items, answer)}


def _head(answer: Answer) -> dict[str, Any]:
    now = time.time_ns()
    return {
        "id": f"resp_{now}",
        "object": "response",
        "created_at": now // 10**9,
        "status": "in_progress",
        "error": None,
        "incomplete_details": None,
        "model": answer.model.id,
        "output": [],
        "usage": None,
    }


def _completed(head: dict[str, Any], items: list[Item], answer: Answer) -> dict[str, Any]:
    return {**head, "status": "completed", "output": items, "usage": _usage(answer)}


def _items(answer: Answer) -> Iterator[Item]:
    reply, now = answer.reply, time.time_ns()
    if answer.model.vendor == "openai":
        blob = sealed("openai", answer.thought)
        yield {"type": "reasoning", "id": f"rs_{now}", "summary": [], "encrypted_content": blob}
    if reply.text:
        part = {"type": "output_text", "text": reply.text, "annotations": []}
        item = {"type": "message", "id": f"msg_{now}", "role": "assistant"}
        yield {**item, "status": "completed", "content": [part]}
    if reply.tool:
        item = {"type": "function_call", "id": f"fc_{now}", "call_id": answer.call_id}
        given = {"name": reply.tool, "arguments": json.dumps(reply.args)}
        yield {**item, "status": "completed", **given}


def _pieces(item: Item) -> tuple[Item, list[dict[str, Any]]]:
    """Return an item as it starts, and the events that fill it."""
    begun = {**item, "status": "in_progress"}
    match item["type"]:
        case "message":
            return {**begun, "content": []}, list(_text_events(item["content"][0]))
        case "function_call":
            name, given = "response.function_call_arguments", item["arguments"]
            done = {"type": f"{name}.done", "name": item["name"], "arguments": given}
            return {**begun, "arguments": ""}, [{"type": f"{name}.delta", "delta": given}, done]
    return item, []


def _text_events(part: Item) -> Iterator[dict[str, Any]]:
    place, text = {"content_index": 0}, part["text"]
    yield {"type": "response.content_part.added", **place, "part": {**part, "text": ""}}
    yield {"type": "response.output_text.delta", **place, "delta": text}
    yield {"type": "response.output_text.done", **place, "text": text}
    yield {"type": "response.content_part.done", **place, "part": part}


def _usage(answer: Answer) -> dict[str, Any]:
    used = answer.used
    return {
        "input_tokens": used.prompt,
        "input_tokens_details": {"cached_tokens": used.cached},
        "output_tokens": used.completion,
        "output_tokens_details": {"reasoning_tokens": used.reasoning},
        "total_tokens": used.prompt + used.completion,
        "cost": used.cost_usd,
    }
