"""Tells which vendor wrote a piece of a history: by the piece itself, or by what was served here.

An answer follows the message that was last when it was asked for. So the name of that message is
remembered with the vendor that served, and found again before the answer in later requests. What
is not known stays unknown: a piece is never said to be of a vendor by a guess.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reading.portable import vendor_of_format
from reading.turns import dicts_in, is_plain, is_result, texts_of

# Which vendor wrote a text that was seen before; None is unknown.
Author = Callable[[str], str | None]
_IDS = ("tool_call_id", "tool_use_id", "call_id", "approval_request_id")
_EDGE = 200  # chosen: what of both ends of a message names it, beside its length


def unknown(_: str) -> str | None:
    return None


@dataclass(frozen=True)
class Authors:
    """The vendors of what passed through this gateway: of opaque blobs, and of the messages or
    items of one history, in their order; None is unknown.
    """

    blob: Author = unknown
    items: tuple[str | None, ...] = ()


def by_format(detail: Mapping[str, Any]) -> str | None:
    """Return the vendor that wrote a piece of `reasoning_details`; None when it does not say."""
    return vendor_of_format(detail.get("format"))


def places(items: list[Any]) -> Iterator[str | None]:
    """Yield for each message or item the name of the one that it answers; None for one that is no
    assistant's. One more is yielded, for the answer that comes next.
    """
    seen: Counter[str] = Counter()
    place: str | None = None
    for item in items:
        if _is_answer(item):
            yield place
            continue
        yield None
        name = _name(item)
        seen[name] += 1  # an agent may be told "continue" ten times
        place = f"{seen[name]}:{name}"
    yield place


def _is_answer(item: Any) -> bool:
    if not isinstance(item, dict):
        return False
    role = item.get("role")
    return role == "assistant" or (role is None and not is_result(item.get("type")))


def _name(item: Any) -> str:
    """Return what names a message however it is marked for caches: the calls that it answers, or
    its text.
    """
    if isinstance(item, dict) and is_plain(item):
        return _edges(item["content"])
    found = [item, *dicts_in(item.get("content"))] if isinstance(item, dict) else []
    ids = [str(part[name]) for part in found for name in _IDS if part.get(name)]
    if ids:
        return "|".join(ids)
    return _edges("".join(texts_of(item.get("content") if isinstance(item, dict) else item)))


def _edges(text: str) -> str:
    return f"{len(text)}:{text[:_EDGE]}:{text[-_EDGE:]}"
