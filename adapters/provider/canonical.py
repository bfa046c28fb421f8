"""Write an answer in the one form that a strict client reads, such as the kilo CLI.

It refuses usage without a total, numbers as text and content in parts, all of which servers send.
"""

import json
from collections.abc import Iterator
from typing import Any

from adapters.provider.answers import text_of
from adapters.provider.events import data_of
from adapters.provider.usage import Usage, usage_of
from contracts.json_text import read_json


def canonical(body: bytes, *, streamed: bool) -> bytes:
    """Return a whole answer, as events or, if it was not `streamed`, as one event of a stream."""
    events = _events(body) if streamed else iter([_as_event(read_json(body))])
    lines = [f"data: {json.dumps(_event(event))}\n\n" for event in events]
    return "".join([*lines, "data: [DONE]\n\n"]).encode()


def _events(body: bytes) -> Iterator[dict[str, Any]]:
    for data in data_of(body):
        try:
            found = read_json(data)
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found


def _as_event(whole: dict[str, Any]) -> dict[str, Any]:
    choices = [_as_delta(choice) for choice in whole["choices"] if isinstance(choice, dict)]
    return {**whole, "object": "chat.completion.chunk", "choices": choices}


def _as_delta(choice: dict[str, Any]) -> dict[str, Any]:
    message = choice.get("message")
    delta = dict(message) if isinstance(message, dict) else {"content": choice.get("text")}
    calls = delta.get("tool_calls")
    if isinstance(calls, list):
        made = [call for call in calls if isinstance(call, dict)]
        delta["tool_calls"] = [{"index": n, **call} for n, call in enumerate(made)]
    end = choice.get("finish_reason") or ("tool_calls" if calls else "stop")
    return {"index": 0, **choice, "delta": delta, "finish_reason": end}


def _event(event: dict[str, Any]) -> dict[str, Any]:
    choices = event.get("choices")
    every = choices if isinstance(choices, list) else []
    listed = [_choice(each) for each in every if isinstance(each, dict)]
    kept = {name: value for name, value in event.items() if name not in ("usage", "error")}
    usage = event.get("usage")
    used = {"usage": _usage(usage_of(usage))} if isinstance(usage, dict) else {}
    return {**kept, "choices": listed, **used}


def _choice(choice: dict[str, Any]) -> dict[str, Any]:
    delta = choice.get("delta")
    if isinstance(delta, dict) and isinstance(delta.get("content"), list):
        delta = {**delta, "content": text_of(delta["content"])}
    return {**choice, "delta": delta or {}}


def _usage(used: Usage) -> dict[str, Any]:
    prompt, completion = used.prompt or 0, used.completion or 0
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": used.cached or 0},
        "completion_tokens_details": {"reasoning_tokens": used.reasoning or 0},
        **({} if used.cost_usd is None else {"cost": used.cost_usd}),
    }
