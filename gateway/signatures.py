"""Puts Google's thought signatures on tool calls as the model that reads them needs them.

Google signs the first call of each step, of parallel ones no other, and refuses a step without
that. Its placeholder costs quality on every further call (BerriAI/litellm 37541).
"""

from typing import Any

from contracts.json_text import as_object
from gateway.authors import by_format
from gateway.reader import Reader
from reading.turns import dicts_in

Item = dict[str, Any]
# Google documents it as what takes the place of a signature that is missing.
_NO_SIGNATURE = "skip_thought_signature_validator"


def signed_calls(item: Item, reader: Reader) -> list[Any] | None:
    """Return the calls of a message; None when it has none. An unchanged call is the same object.
    OpenRouter carries the signature in `reasoning_details` instead.
    """
    calls = item.get("tool_calls")
    if not isinstance(calls, list):
        return None
    found = [_call(c, reader) if isinstance(c, dict) else c for c in calls]
    wanted = reader.vendor == "google" and found and isinstance(found[0], dict)
    if wanted and not (_signed_beside(item) or _signature(found[0])):
        found[0] = _with(found[0], _NO_SIGNATURE)
    return found


def _signed_beside(item: Item) -> bool:
    details = dicts_in(item.get("reasoning_details"))
    return any(by_format(d) == "google" and d.get("data") for d in details)


def _call(call: Item, reader: Reader) -> Item:
    """Return a call without a signature that the model cannot read."""
    blob = _signature(call)
    own = not reader.refused and reader.reads(reader.author(blob) or "google")
    return call if blob is None or own else _with(call, None)


def _signature(call: Any) -> str | None:
    google = as_object(as_object(as_object(call).get("extra_content")).get("google"))
    found = google.get("thought_signature")
    return found if isinstance(found, str) else None


def _with(call: Item, signature: str | None) -> Item:
    """Return a call with another signature, or with none; all else of it stays."""
    extra = as_object(call.get("extra_content"))
    google = {n: v for n, v in as_object(extra.get("google")).items() if n != "thought_signature"}
    if signature:
        google["thought_signature"] = signature
    extra = {n: v for n, v in {**extra, "google": google}.items() if v or n != "google"}
    left = {n: v for n, v in call.items() if n != "extra_content"}
    return {**left, "extra_content": extra} if extra else left
