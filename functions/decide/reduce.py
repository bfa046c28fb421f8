"""Reduces a provider request to what a decision needs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.classification import ApiKind, ClassifierInput
from contracts.decision import Constraints, DecideRequest
from contracts.errors import Refused
from contracts.hot_record import replace
from functions.classifier.normalize import normalize

_RESULTS = frozenset({"function_call_output", "tool_call_output", "tool_result"})
_PARTS = {"image": "image", "image_url": "image", "input_image": "image"} | {
    "file": "file",
    "input_file": "file",
    "document": "file",
    "input_audio": "audio",
    "video_url": "video",
}
# The usual rule of thumb; for a context limit with headroom an estimate is enough.
_BYTES_PER_TOKEN = 4
# Anthropic's `cache_control`, as `json.dumps` writes it; in a text the marks would be escaped.
_HOUR = '"ttl": "1h"'


@dataclass(frozen=True)
class Reduced:
    """A reduced request: the classifier's input, the constraints, whether it is in a tool loop, and
    whether it asks the provider to keep its cache for an hour.
    """

    input: ClassifierInput
    constraints: Constraints
    in_tool_loop: bool
    hour_cache: bool = False


def reduce(request: DecideRequest) -> Reduced:
    """Return the reduced request. Constraints that the caller states win over those found in `raw`.
    Raises Refused for a body that does not fit its API.
    """
    if request.input is not None:
        stated = _sized(request.constraints, request.body_bytes)
        return Reduced(request.input, stated, request.in_tool_loop, request.hour_cache)
    assert request.raw is not None
    kind, body = request.raw.api_kind, request.raw.body
    found = normalize(kind, body)
    if found is None:
        raise Refused(
            f"raw.body: does not fit {kind}; it needs a model, and messages with roles where the "
            "API has them"
        )
    modalities = _modalities(request, body)
    stated = replace(request.constraints, required_input_modalities=modalities)
    text = json.dumps(body, ensure_ascii=False)
    size = len(text.encode(errors="surrogatepass"))
    looping = request.in_tool_loop or _looping(kind, body)
    hour = request.hour_cache or _HOUR in text
    return Reduced(found, _sized(stated, size), looping, hour)


def _sized(stated: Constraints, size: int) -> Constraints:
    if stated.prompt_tokens is not None or not size:
        return stated
    return replace(stated, prompt_tokens=size // _BYTES_PER_TOKEN)


def _modalities(request: DecideRequest, body: dict[str, Any]) -> tuple[str, ...]:
    shown = {_PARTS[kind] for kind in _kinds(_turns(body)) if kind in _PARTS}
    return tuple(sorted({*request.constraints.required_input_modalities, *shown}))


def _turns(body: dict[str, Any]) -> Any:
    return body.get("messages", body.get("input"))


def _kinds(value: Any) -> Iterator[str]:
    """Yield the types of all parts, at any depth."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            if isinstance(each.get("type"), str):
                yield each["type"]
            waiting.append(each.get("content"))


def _looping(kind: ApiKind, body: dict[str, Any]) -> bool:
    """Return whether the last turn is the result of a tool."""
    turns = _turns(body)
    last = turns[-1] if isinstance(turns, list) and turns else None
    if not isinstance(last, dict):
        return False
    if kind is ApiKind.CHAT_COMPLETIONS:
        return last.get("role") == "tool"
    return any(found in _RESULTS for found in _kinds(last))
