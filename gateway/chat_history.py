"""Edits the assistant's messages of Chat Completions for the model that reads them.

Reasoning stands there as OpenRouter writes it (`reasoning`, `reasoning_details`), as DeepSeek,
Moonshot and others do (`reasoning_content`), and as Google's signatures on tool calls.
"""

from collections.abc import Iterator
from typing import Any

from gateway.authors import by_format
from gateway.reader import Reader
from gateway.signatures import signed_calls
from reading.turns import dicts_in, is_plain, texts_of

Item = dict[str, Any]
_TEXTS = ("reasoning", "reasoning_content")
# A model that makes pictures answers with `images` (OpenRouter).
_SAID = (
    *(*_TEXTS, "reasoning_details", "tool_calls", "function_call"),
    *("refusal", "audio", "images"),
)


def chat_message(item: Item, reader: Reader, author: str | None) -> Item | None:
    """Return a message as the model can read it; None for an assistant's that says nothing, which
    vendors refuse. `author` is the vendor that wrote it, None when that is not known.
    """
    if item.get("role") != "assistant":
        return item
    if is_plain(item) and item["content"].strip() and not reader.refused:
        return item
    found = {**item, **dict(_reasoning(item, reader, author))}
    if calls := signed_calls(found, reader):
        found["tool_calls"] = calls
    changed = {name for name, value in found.items() if value != item.get(name)}
    left = {n: v for n, v in found.items() if n not in changed or v is not None}
    said = any(left.get(name) and item.get(name) for name in _SAID)
    if not said and _blank(item.get("content")):
        return None
    return left if changed else item


def _blank(content: Any) -> bool:
    """Return whether content is white space at most."""
    other = any(part.get("type") not in (None, "text") for part in dicts_in(content))
    return not other and not any(text.strip() for text in texts_of(content))


def _reasoning(item: Item, reader: Reader, author: str | None) -> Iterator[tuple[str, Any]]:
    """Yield what stands in the fields of a message's reasoning; None takes one out."""
    details = dicts_in(item.get("reasoning_details"))
    kept = [d for d in details if _reads_detail(d, reader, author)]
    if len(kept) < len(details):
        yield "reasoning_details", kept or None
    own = _reads_text(details, reader, author)
    text = next((item[name] for name in reversed(_TEXTS) if item.get(name)), None) if own else None
    for name in _TEXTS:
        if not own and name in item:
            yield name, None
    if reader.needs_reasoning and reader.refused:
        yield "reasoning_content", text or " "
    elif reader.needs_reasoning and item.get("tool_calls") and not (text or kept):
        yield "reasoning_content", " "


def _reads_detail(detail: Item, reader: Reader, author: str | None) -> bool:
    """Return whether a detail goes to the model. A format `unknown` is none of those vendors that
    have one of their own.
    """
    possible = not (detail.get("format") == "unknown" and reader.names_itself)
    return not reader.refused and reader.reads(_author(detail, reader) or author, possible=possible)


def _reads_text(details: list[Item], reader: Reader, author: str | None) -> bool:
    """Return whether readable reasoning goes to the model. The details beside it say whose it is;
    what lacks a text that it needs does not refuse one.
    """
    named = {found for d in details if (found := _author(d, reader))}
    if reader.refused and not reader.needs_reasoning:
        return False
    if named:
        return reader.vendor in named
    return reader.reads(author, possible=not reader.names_itself)


def _author(detail: Item, reader: Reader) -> str | None:
    blob = reader.blob_of(detail.get("signature"), detail.get("data"))
    return reader.author(blob) or by_format(detail)
