"""Tells by the words of a vendor's refusal how the request can be mended.

The words are those of the vendors' real errors, as their documents and public issues quote them.
They are looked for in what an error says, also where a gateway wrapped it (`error.metadata.raw` of
OpenRouter), and not in what it quotes: that may be the user's text.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args

from contracts.json_text import read_json, values_in

# opaque: the history holds reasoning that the model cannot read, or lacks what it needs. ending:
# the last message is the assistant's, and the model does not go on with it. The others are words
# for thinking that the model does not take (`gateway.thinking`).
Repair = Literal["opaque", "ending", "adaptive", "budget", "effort"]
REPAIRS: tuple[Repair, ...] = get_args(Repair)
OF_THE_HISTORY: frozenset[Repair] = frozenset({"opaque", "ending"})
STATUSES = frozenset({400, 404, 422})
_SAYING = frozenset(
    {
        *("error", "errors", "message", "msg", "raw", "detail", "details", "metadata", "code"),
        *("upstream_error", "upstreamerror", "upstreamresponse", "upstream_response", "response"),
        *("innererror", "inner_error", "cause", "previous_errors", "reason", "description"),
    }
)
_MOST_DEPTH, _MOST_CHARS = 20, 4_000  # chosen
# What may stand before the vendor's words: a path or a wrapper's words, and no open quotation.
_BEFORE = r"^(?:[^\"'“”‘«`\n]|\b'\b|`[^`\n]*`){0,400}?"
_OPAQUE = (
    r"invalid [`']?(?:signature|data)[`']? in [`']?(?:redacted_)?thinking[`']? block",
    r"expected [`']?thinking[`']? or [`']?redacted_thinking[`']?, but found",
    r"[`']?redacted_thinking[`']? blocks in the latest assistant message cannot be modified",
    r"\.thinking\.signature: (?:field required|input should be a valid string)",
    r"\binvalid_encrypted_content$",
    r"the encrypted content .{1,400}? could not be (?:verified|decrypted)",
    r"could not (?:decrypt the provided encrypted_content|decode the compaction blob)",
    r"item [`']?\w+[`']? of type [`']?\w+[`']? was provided without its required "
    r"(?:following item|[`']?reasoning[`']? item)",
    r"item with id [`']?rs_\w+[`']? not found",
    r"(?:corrupted|invalid) thought[ _]signature",
    r"thought[ _]signature is not valid",
    r"is missing a [`']?thought_signature",
    r"[`']?(?:reasoning_content|content\[\]\.thinking)[`']? in the thinking mode must be passed",
    r"missing [`']?reasoning_content[`']? (?:field )?in ",
    r"[`']?reasoning_content[`']? is missing in",
)
_ENDING = (
    r"does not support assistant message prefill",
    r"the conversation must end with a user message",
    r"expected last role user or tool .{0,60}but got assistant",
)
_ADAPTIVE = (
    r"adaptive thinking is not supported",
    r"[\"'`]?thinking\.type\.adaptive[\"'`]? is not supported",
)
_BUDGET = (r"[\"'`]?thinking\.type\.enabled[\"'`]? is not supported",)
_EFFORT = (
    r"does not support the effort parameter",
    r"output_config\.effort [\"'`]?\w+[\"'`]? was provided, but model \S+ does not support",
)
_WORDS: dict[Repair, tuple[str, ...]] = {
    "opaque": _OPAQUE,
    "ending": _ENDING,
    "adaptive": _ADAPTIVE,
    "budget": _BUDGET,
    "effort": _EFFORT,
}
_MARKS = {r: re.compile(_BEFORE + f"(?:{'|'.join(words)})", re.I) for r, words in _WORDS.items()}


def repair_of(status: int, body: bytes) -> Repair | None:
    """Return how a request that was refused like this can be mended; None when it cannot."""
    if status not in STATUSES:
        return None
    said = [text[:_MOST_CHARS] for text in _said(_read(body), _MOST_DEPTH)]
    found = (repair for repair, mark in _MARKS.items() for text in said if mark.match(text))
    return next(found, None)


def repair_named(outcome: str) -> Repair | None:
    """Return the repair that an outcome asks for; None for another outcome."""
    return next((repair for repair in REPAIRS if repair == outcome), None)


def _read(body: bytes | str) -> Any:
    """Return the JSON value of a body or text, or the text when it is none."""
    try:
        return read_json(body)
    except ValueError:
        return body if isinstance(body, str) else body.decode("utf-8", "replace")


def _said(value: Any, depth: int) -> Iterator[str]:
    """Yield the texts in which an error says something, also in JSON within a text."""
    if depth == 0:
        return
    if isinstance(value, dict):
        for name, each in value.items():
            if name.lower() in _SAYING:
                yield from _said(each, depth - 1)
    elif isinstance(value, list):
        for each in value:
            yield from _said(each, depth - 1)
    elif isinstance(value, str):
        yield from _lines(value, depth)


def _lines(text: str, depth: int) -> Iterator[str]:
    """Yield the lines of a text, and what JSON in it says."""
    found = [_read(inner) for inner in values_in(text)] if "{" in text else []
    yield from text.partition("{")[0].splitlines()
    for each in found:
        yield from _said(each, depth - 1)
