"""Takes out of a history what the model that serves cannot read: other vendors' opaque reasoning.

What is taken out depends on the piece, its author and the target alone, so that it is the same on
every turn: a removal that comes and goes changes the prefix over which later signatures were made.
Reasoning is never turned into text, which models read as the user's words (kilocode 11983). What a
vendor wrote goes back to it unchanged, as Anthropic asks of routers between Claude models.
"""

from collections.abc import Callable
from itertools import chain, repeat
from typing import Any

from contracts.classification import ApiKind
from gateway.authors import by_format
from gateway.chat_history import chat_message
from gateway.reader import Reader
from reading.turns import dicts_in

Item = dict[str, Any]
# They seal reasoning in the Responses API; OpenAI and xAI begin its ids with `rs_`.
_SEAL = frozenset({"anthropic", "openai", "google", "x-ai"})
_RS = frozenset({"openai", "x-ai"})
_LINKED = ("message", "function_call", "custom_tool_call")
# What DeepSeek and Moonshot take for the thinking that they ask for (QwenLM/qwen-code 3788).
_BLANK = {"type": "thinking", "thinking": " ", "signature": ""}


def readable(kind: ApiKind, items: list[Any], reader: Reader) -> list[Any]:
    """Return the messages or items that a model can read; an unchanged one is the same object."""
    edit: Callable[[Item, Reader, str | None], Item | None] = {
        ApiKind.MESSAGES: _message,
        ApiKind.CHAT_COMPLETIONS: chat_message,
        ApiKind.RESPONSES: _response,
    }[kind]
    authors = chain(reader.authors.items, repeat(None))
    found = (
        edit(item, reader, author) if isinstance(item, dict) else item
        for item, author in zip(items, authors, strict=False)
    )
    return [item for item in found if item is not None]


def _message(item: Item, reader: Reader, author: str | None) -> Item | None:
    """Return a message without foreign thinking; None when it says nothing then."""
    content = item.get("content")
    if item.get("role") != "assistant":
        return item
    parts = content if isinstance(content, list) else [{"type": "text", "text": content}]
    kept = [part for part in parts if not _left_out(part, reader, author)]
    if all(_is_blank_text(part) for part in kept):
        return None
    if reader.needs_reasoning and not reader.refused and _lacks_thinking(kept):
        kept = [_BLANK, *kept]
    same = len(kept) == len(parts) and kept[0] is not _BLANK
    return item if same else {**item, "content": kept}


def _lacks_thinking(parts: list[Any]) -> bool:
    kinds = [part.get("type") for part in dicts_in(parts)]
    return "tool_use" in kinds and "thinking" not in kinds


def _left_out(part: Any, reader: Reader, author: str | None) -> bool:
    if not isinstance(part, dict):
        return False
    if reader.vendor == "anthropic" and _is_blank_text(part):  # it refuses them, its own as well
        return True
    return part.get("type") in ("thinking", "redacted_thinking") and not _reads_thinking(
        part, reader, author
    )


def _reads_thinking(part: Item, reader: Reader, author: str | None) -> bool:
    """Return whether thinking goes to the model. Claude signs its own, and it alone redacts."""
    blob = reader.blob_of(part.get("signature"), part.get("data"))
    redacted = "anthropic" if part["type"] == "redacted_thinking" else None
    known = reader.author(blob) or author or redacted
    possible = blob is not None or reader.vendor != "anthropic"
    return not reader.refused and possible and reader.reads(known)


def _is_blank_text(part: Any) -> bool:
    return isinstance(part, dict) and part.get("type") == "text" and _blank(part.get("text"))


def _blank(content: Any) -> bool:
    return content in (None, []) or (isinstance(content, str) and not content.strip())


def _response(item: Item, reader: Reader, author: str | None) -> Item | None:
    kind = item.get("type", "message")
    if kind == "compaction":
        blob = reader.blob_of(item.get("encrypted_content"))
        return item if reader.reads(reader.author(blob) or author or "openai") else None
    if kind == "reasoning":
        return _reasoning(item, reader, author)
    if reader.refused and kind in _LINKED:  # by its id it asks for the reasoning before it
        return {n: v for n, v in item.items() if n != "id"} if "id" in item else item
    empty = kind == "message" and item.get("role") == "assistant" and _blank(item.get("content"))
    return None if empty and reader.vendor != "openai" else item


def _reasoning(item: Item, reader: Reader, author: str | None) -> Item | None:
    """Return a reasoning item; without what is sealed in it when the model cannot read that."""
    if reader.refused:
        return None
    blob = reader.blob_of(item.get("encrypted_content"), item.get("signature"))
    writers = _RS if str(item.get("id")).startswith("rs_") else _SEAL
    known = reader.author(blob) or by_format(item) or author
    if blob is None or reader.reads(known, possible=reader.vendor in writers):
        return item
    left = {n: v for n, v in item.items() if n not in ("encrypted_content", "signature", "id")}
    return left if item.get("summary") or item.get("content") else None
