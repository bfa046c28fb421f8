"""Reads a classifier model's answer, however it is wrapped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import msgspec

from contracts.classification import Classification
from contracts.errors import Malformed
from contracts.json_text import strict_json, values_in
from functions.classifier.fields import FIELDS, read

Stage = Literal["invalid_json", "invalid_schema"]
_WRAPPERS = ("classification", "result", "output")
_MORE_WRAPPERS = ("labels", "response", "answer", "data", "json")
_THOUGHT_TAG = re.compile(r"<(/?)(?:think|thinking|thought|reasoning)\b[^<>]*>", re.I)
_LOOSE = re.compile(
    r'("(?:[^"\\\n]|\\.)*+"?)|(?<!:)//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|,(?=\s*[}\]])'
)
_MOST_OBJECTS = 20  # chosen: an answer holds one, and perhaps some drafts
# chosen: a model that names no confidence has not said that it is unsure.
_UNSAID = 0.5


@dataclass(frozen=True)
class ParseFailure:
    """Why an answer cannot be read. It names fields and keys, never the answer's text."""

    stage: Stage
    keys: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        return f"{self.stage}: {', '.join(self.fields[:5])}" if self.fields else self.stage


def parse(text: str) -> Classification | ParseFailure:
    """Return the last classification in `text`, or where reading it failed. What the model thought
    before it, in tags, is no answer.
    """
    failure = ParseFailure("invalid_json")
    for value in _values(_without_thoughts(text.strip())):
        found = _classification(value)
        if isinstance(found, Classification):
            return found
        if failure.stage == "invalid_json":
            failure = found
    return failure


def _without_thoughts(text: str) -> str:
    """Return the text outside of thoughts. Before an end without a beginning all is a thought, and
    after a beginning without an end.
    """
    said, at, thinking = [], 0, False
    for tag in _THOUGHT_TAG.finditer(text):
        if not tag[1] and not thinking:
            said.append(text[at : tag.start()])
        elif tag[1] and not thinking:
            said.clear()
        thinking, at = not tag[1], tag.end()
    return "".join([*said, "" if thinking else text[at:]]).strip()


def _values(text: str) -> Iterator[Any]:
    """Yield the JSON values that the answer may be: the whole text, the inside of the fence around
    it, then the objects in it, the last one first; without comments and commas before a bracket.
    """
    plain = _LOOSE.sub(lambda part: part[1] or "", text)
    for candidate in dict.fromkeys((text, _fenced(text), plain, _fenced(plain))):
        try:
            yield strict_json(candidate)
            return
        except ValueError:
            continue
    yield from map(strict_json, islice(values_in(plain), _MOST_OBJECTS))


def _fenced(text: str) -> str:
    fence, inner, end = text[:3], text[3:-3], text[3:][-3:]
    if (fence, end) != ("```", "```"):
        return ""
    return (inner[4:] if inner[:4].lower() == "json" else inner).strip()


def _classification(value: Any) -> Classification | ParseFailure:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        return ParseFailure("invalid_schema", fields=("<root>",))
    record = _unwrap(value)
    fields = read(record)
    bad = _misfits(fields)
    if bad == ("confidence",) and "confidence" not in map(str.lower, record):
        fields["confidence"], bad = _UNSAID, ()
    try:
        return Classification.from_wire(fields)
    except Malformed:
        return ParseFailure("invalid_schema", tuple(record)[:20], bad)


def _unwrap(value: dict[str, Any]) -> dict[str, Any]:
    """Return what one wrapper holds, or the object itself; a wrapper in a wrapper stays closed."""
    names = _WRAPPERS if len(value) > 1 else (*_WRAPPERS, *_MORE_WRAPPERS)
    return next((value[k] for k in names if isinstance(value.get(k), dict)), value)


_KINDS = {field.encode_name: field.type for field in msgspec.structs.fields(Classification)}


def _misfits(fields: dict[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in FIELDS if not _fits(fields[name], _KINDS[name]))


def _fits(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True
