"""Finds state in a history that only its own vendor can read, or only its own server has."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from reading.turns import dicts_in, is_plain

# `reasoning_details[].format`, as OpenRouter documents it, and how vendors begin the ids of models.
_FORMATS = {
    "anthropic-claude": "anthropic",
    "google-gemini": "google",
    "openai-responses": "openai",
    "xai-responses": "x-ai",
    "azure-openai-responses": "openai",
}
# They name themselves, so that a format `unknown` is none of theirs.
FORMAT_VENDORS = frozenset(_FORMATS.values())
_ON_SERVER = ("previous_response_id", "conversation")


class Portable(NamedTuple):
    """`vendors` own opaque reasoning in the history, `unknown` where it does not say whose.
    `bound`: a part of the conversation is on the vendor's server alone.
    """

    vendors: tuple[str, ...] = ()
    bound: bool = False


PORTABLE = Portable()


def state_of(api: str, body: dict[str, Any], items: Any) -> Portable:
    """Return whose state the history carries."""
    listed = [item for item in dicts_in(items) if not is_plain(item)]
    vendors = {vendor for item in listed for vendor in _vendors(api, item)}
    on_server = api == "responses" and any(body.get(name) for name in _ON_SERVER)
    return Portable(tuple(sorted(vendors)), on_server or any(map(_is_reference, listed)))


def _is_reference(item: dict[str, Any]) -> bool:
    return item.get("type") == "item_reference"


def _vendors(api: str, item: dict[str, Any]) -> Iterator[str]:
    if item.get("encrypted_content"):
        yield "openai" if api == "responses" else "unknown"
    for part in dicts_in(item.get("content")):
        if part.get("signature") or part.get("type") == "redacted_thinking":
            yield "anthropic"
    for detail in dicts_in(item.get("reasoning_details")):
        if any(detail.get(name) for name in ("signature", "data")):
            yield vendor_of_format(detail.get("format")) or "unknown"
    for call in dicts_in(item.get("tool_calls")):
        if "thought_signature" in str(call.get("extra_content")):
            yield "google"


def vendor_of_format(name: Any) -> str | None:
    """Return the vendor that a `reasoning_details[].format` names; None for an unknown one."""
    text = name if isinstance(name, str) else ""
    return next((vendor for mark, vendor in _FORMATS.items() if text.startswith(mark)), None)
