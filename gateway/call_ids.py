"""Maps the ids of tool calls to what the vendor that serves accepts, on the way up only."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from contracts.classification import ApiKind

# Mistral: 9 letters or digits (its API reference). Anthropic: `tool_use_id`. OpenAI: 40 characters
# on Chat Completions (vercel/ai 8132, BerriAI/litellm 17343), 64 on Responses.
_RULES: dict[str, tuple[re.Pattern[str], int]] = {
    "mistralai": (re.compile(r"[A-Za-z0-9]{9}"), 9),
    "anthropic": (re.compile(r"[A-Za-z0-9_-]{1,64}"), 40),
    "openai": (re.compile(r".{1,40}", re.S), 40),
}
_FIELDS = {
    ApiKind.CHAT_COMPLETIONS: ("id", "tool_call_id"),
    ApiKind.MESSAGES: ("id", "tool_use_id"),
    ApiKind.RESPONSES: ("call_id",),
}
# How OpenAI begins the ids of those items that models of other vendors make, too. All others are
# its own: it alone lists tools of MCP servers, searches, runs code or compacts.
_ITEM_IDS = {
    "message": "msg",
    "reasoning": "rs",
    "function_call": "fc",
    "function_call_output": "fc",
    "custom_tool_call": "ctc",
    "custom_tool_call_output": "ctc",
}
_MOST_ITEM_ID = 64


def mapped(kind: ApiKind, items: list[Any], vendor: str) -> list[Any]:
    """Return the messages or items with ids that `vendor` accepts; an unchanged one is the same
    object. The same id always becomes the same one, in calls and in results.
    """
    found = items if vendor not in _RULES else [_mapped(kind, item, vendor) for item in items]
    return [_without_id(item) for item in found] if _strict(kind, vendor) else found


def _mapped(kind: ApiKind, item: Any, vendor: str) -> Any:
    if not isinstance(item, dict):
        return item
    names, changes = _FIELDS[kind], {}
    for name in names:
        if name != "id" and name in item:
            changes[name] = _fit(item[name], vendor)
    for name, parts in _lists(kind, item):
        changes[name] = [_part(part, names, vendor) for part in parts]
    changed = {name: value for name, value in changes.items() if value != item[name]}
    return {**item, **changed} if changed else item


def _lists(kind: ApiKind, item: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    name = {ApiKind.CHAT_COMPLETIONS: "tool_calls", ApiKind.MESSAGES: "content"}.get(kind)
    if name and isinstance(item.get(name), list):
        yield name, item[name]


def _part(part: Any, names: tuple[str, ...], vendor: str) -> Any:
    if not isinstance(part, dict):
        return part
    changed = {n: _fit(part[n], vendor) for n in names if n in part}
    return {**part, **changed}


def _fit(found: Any, vendor: str) -> Any:
    """Return an id that the vendor accepts: the same one, or letters and digits of its hash."""
    rule, length = _RULES[vendor]
    if not isinstance(found, str) or rule.fullmatch(found):
        return found
    return f"{int(sha256(found.encode(errors='surrogatepass')).hexdigest(), 16):x}"[:length]


def _strict(kind: ApiKind, vendor: str) -> bool:
    return kind is ApiKind.RESPONSES and vendor == "openai"


def _without_id(item: Any) -> Any:
    """Return an item without an id that OpenAI did not give; it is optional."""
    found = item.get("id") if isinstance(item, dict) else None
    if not isinstance(found, str):
        return item
    begins = _ITEM_IDS.get(str(item.get("type", "message")), "")
    if begins == "" or (found.startswith(begins) and len(found) <= _MOST_ITEM_ID):
        return item
    return {name: value for name, value in item.items() if name != "id"}
