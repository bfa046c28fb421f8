"""JSON in texts from outside. All of it takes time in proportion to the text's length."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

_MOST_DIGITS = 400  # chosen; Python refuses to read more than 4300
_BRACKET = re.compile(r"[\[\]{}]")
_PARTS = re.compile(r'"(?:[^"\\\n]|\\.)*+(?P<end>"?)|[\[\]{}]')
_PAIRS = {"]": "[", "}": "{"}
_STEPS_IN = 3  # chosen: how far a bracket of prose is opened to find the value in it


def read_json(text: str | bytes) -> Any:
    """Return the JSON value of a text or of bytes. Bytes that are not UTF-8 become U+FFFD. A number
    with hundreds of digits becomes infinite. Raises ValueError, also for a value that is nested too
    deeply.
    """
    return _read(text if isinstance(text, str) else text.decode("utf-8", "replace"), float)


def strict_json(text: str) -> Any:
    """Return the same; raise ValueError for `NaN` and `Infinity`, too, which JSON does not have."""
    return _read(text, _refuse)


def as_object(value: Any) -> dict[str, Any]:
    """Return a JSON value that is an object; an empty one for any other."""
    return value if isinstance(value, dict) else {}


def _read(text: str, constant: Any) -> Any:
    try:
        return json.loads(text, parse_int=_whole, parse_constant=constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) < _MOST_DIGITS else float(digits)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


class _Span:
    """A part of a text between two brackets that match, and the last such parts in it."""

    __slots__ = ("end", "inner", "start")

    def __init__(self, start: int, end: int, inner: "list[_Span]") -> None:
        self.start, self.end, self.inner = start, end, inner


def values_in(text: str) -> Iterator[str]:
    """Yield the objects and arrays that a text contains, the last one first, without those within
    another. Brackets in strings do not count; those of prose are opened. Where it finds nothing,
    quotation marks of prose count as strings, too.
    """
    for quoted in (False, True):
        found = False
        for span in reversed(_spans(text, quoted)):
            for value in _readable(text, span, _STEPS_IN):
                found = True
                yield value
        if found:
            return


def _readable(text: str, span: _Span, steps: int) -> Iterator[str]:
    found = text[span.start : span.end]
    try:
        strict_json(found)
    except ValueError:
        for inner in reversed(span.inner) if steps else ():
            yield from _readable(text, inner, steps - 1)
        return
    yield found


def _spans(text: str, quoted: bool) -> list[_Span]:
    """Return the outermost parts whose brackets match. A bracket that nothing closes is skipped.
    With `quoted`, strings count outside of brackets, too.
    """
    found: list[_Span] = []
    opened: list[tuple[str, int, int]] = []
    for bracket, at in _brackets(text, opened, quoted):
        if bracket in "[{":
            opened.append((bracket, at, len(found)))
        elif opened:
            opening, start, before = opened.pop()
            if opening == _PAIRS[bracket]:
                found[before:] = [_Span(start, at + 1, found[before:])]
            else:
                opened.clear()
    return found


def _brackets(text: str, opened: list[Any], quoted: bool) -> Iterator[tuple[str, int]]:
    """Yield the brackets outside of strings. A string that its line does not end is none, and no
    other mark on that line begins one.
    """
    at = 0
    while part := (_PARTS if opened or quoted else _BRACKET).search(text, at):
        at = part.end()
        if part[0][0] != '"':
            yield part[0], part.start()
        elif not part["end"]:
            yield from ((m[0], m.start()) for m in _BRACKET.finditer(text, part.start(), at))
