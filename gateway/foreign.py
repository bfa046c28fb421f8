"""Takes out of a history what the model that serves cannot read: other vendors' opaque reasoning.

What is taken out depends on the block and the target alone, so that it is the same on every turn:
a removal that comes and goes changes the prefix over which later signatures were made. Reasoning is
never turned into text, which models read as the user's words (kilocode 11983). Between Claude
models nothing is changed, as Anthropic's documents ask of routers.
"""

from collections.abc import Callable, Iterator
from typing import Any

from contracts.classification import ApiKind
from gateway.vendors import by_format
from reading.turns import dicts_in

# Which vendor wrote a blob that passed through this gateway before; None is unknown.
Author = Callable[[str], str | None]
Item = dict[str, Any]
# They refuse a tool turn of the assistant without it ("thinking mode": DeepSeek, Moonshot).
_NEED_REASONING = frozenset({"deepseek", "moonshotai"})
# Google documents it as what takes the place of a signature that is missing.
_NO_SIGNATURE = "skip_thought_signature_validator"


def unknown(_: str) -> str | None:
    return None


def readable(kind: ApiKind, items: list[Any], vendor: str, author: Author = unknown) -> list[Any]:
    """Return the messages or items that a model of `vendor` can read; an unchanged one is the same
    object.
    """
    edit = {
        ApiKind.MESSAGES: _message,
        ApiKind.CHAT_COMPLETIONS: _chat,
        ApiKind.RESPONSES: _response,
    }[kind]
    found = (edit(i, vendor, author) if isinstance(i, dict) else i for i in items)
    return [item for item in found if item is not None]


def _message(item: Item, vendor: str, author: Author) -> Item | None:
    content = item.get("content")
    if item.get("role") != "assistant" or not isinstance(content, list):
        return item
    kept = [part for part in content if not _foreign_thinking(part, vendor, author)]
    if len(kept) == len(content):
        return item
    return {**item, "content": kept} if kept else None


def _foreign_thinking(part: Any, vendor: str, author: Author) -> bool:
    if not isinstance(part, dict) or part.get("type") not in ("thinking", "redacted_thinking"):
        return False
    blob = part.get("signature") or part.get("data")
    if not isinstance(blob, str) or not blob:
        return True
    return (author(blob) or "anthropic") != vendor


def _chat(item: Item, vendor: str, author: Author) -> Item:
    if item.get("role") != "assistant":
        return item
    changes = dict(_reasoning(item, vendor, author))
    if calls := _calls(item, vendor, author):
        changes["tool_calls"] = calls
    if not changes:
        return item
    return {name: value for name, value in {**item, **changes}.items() if value is not None}


def _reasoning(item: Item, vendor: str, author: Author) -> Iterator[tuple[str, Any]]:
    """Yield the changed fields of a message; None takes one out."""
    details = item.get("reasoning_details")
    if isinstance(details, list):
        kept = [d for d in details if not _foreign_detail(d, vendor, author)]
        if len(kept) < len(details):
            yield "reasoning_details", kept or None
    wants = vendor in _NEED_REASONING
    own = any(by_format(d) == vendor for d in dicts_in(details))
    for name in ("reasoning", "reasoning_content"):
        if name in item and not own and not wants:
            yield name, None
    if wants and item.get("tool_calls") and not item.get("reasoning_content"):
        yield "reasoning_content", " "


def _foreign_detail(detail: Any, vendor: str, author: Author) -> bool:
    if not isinstance(detail, dict):
        return False
    blob = detail.get("signature") or detail.get("data")
    known = (author(blob) if isinstance(blob, str) else None) or by_format(detail)
    return known != vendor


def _calls(item: Item, vendor: str, author: Author) -> list[Any] | None:
    """Return the calls of a message with Google's signatures as the target needs them; None when
    nothing changes.
    """
    calls = item.get("tool_calls")
    if not isinstance(calls, list):
        return None
    found = [_call(c, vendor, author) if isinstance(c, dict) else c for c in calls]
    return found if any(a is not b for a, b in zip(found, calls, strict=True)) else None


def _call(call: Item, vendor: str, author: Author) -> Item:
    extra = call.get("extra_content")
    google = extra.get("google") if isinstance(extra, dict) else None
    blob = google.get("thought_signature") if isinstance(google, dict) else None
    signed = isinstance(blob, str)
    if vendor == "google":
        mark = {"google": {"thought_signature": _NO_SIGNATURE}}
        own = isinstance(blob, str) and (author(blob) or "google") == "google"
        return call if own else {**call, "extra_content": mark}
    return {n: v for n, v in call.items() if n != "extra_content"} if signed else call


def _response(item: Item, vendor: str, author: Author) -> Item | None:
    kind = item.get("type")
    if kind == "compaction":
        return item if vendor == "openai" else None
    if kind == "reasoning" and _foreign_item(item, vendor, author):
        summary = item.get("summary")
        left = {n: v for n, v in item.items() if n not in ("encrypted_content", "id")}
        return left if summary or item.get("content") else None
    return item


def _foreign_item(item: Item, vendor: str, author: Author) -> bool:
    """Return whether another vendor wrote it. Without a word on that, `rs_` begins OpenAI's ids."""
    blob = item.get("encrypted_content")
    if not blob:
        return False
    known = author(blob) if isinstance(blob, str) else None
    ours = isinstance(item.get("id"), str) and item["id"].startswith("rs_")
    return (known or ("openai" if ours else "unknown")) != vendor
