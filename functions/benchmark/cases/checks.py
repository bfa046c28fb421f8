"""Decides whether an answer passes its case's check, mechanically; no model judges.

One rule finds the answer in a model's last message: the whole text, else its last fenced block,
else its last complete value or line. Patterns and lists of words are searched in the whole text.
All of it takes time in proportion to the text's length.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import re2

from contracts.check import Check, ContainsAll, Exact, JsonEqual, Regex, Verifier
from contracts.failure import FailureCause
from contracts.json_text import strict_json, values_in
from contracts.words import mended

_OPENING_FENCE = re.compile(r"```[A-Za-z]*\n?")
_CLOTHES = re.compile(r"[\s\"'`*_]+")


def passes(check: Check, output: str) -> bool:
    """Return whether the model's last message satisfies the check; never raise on any text. For a
    verifier it is False: it judges files.
    """
    return judge(check, output) is None


def judge(check: Check, output: str) -> FailureCause | None:
    """Return None for a right answer, `format` for one that holds the right value in a form that
    was not asked for, else `wrong_answer`.
    """
    output = mended(output)
    match check:
        case Exact():
            right, near = _exact(check.value, output)
        case ContainsAll():
            text = _plain(output)
            right, near = all(_plain(value) in text for value in check.values), False
        case Regex():
            right, near = _regex(check, output)
        case JsonEqual():
            right, near = _json_equal(check.value, output)
        case Verifier():
            right, near = False, False
    if right:
        return None
    return FailureCause.FORMAT if near else FailureCause.WRONG_ANSWER


def _plain(text: str) -> str:
    return _OPENING_FENCE.sub("", text).replace("```", "").strip().lower()


def _fenced(text: str) -> str:
    """Return the inside of the last fenced block; empty without one."""
    parts = text.split("```")
    if len(parts) < 3:
        return ""
    inside = parts[-2] if len(parts) % 2 else parts[-1]
    name, newline, rest = inside.partition("\n")
    return rest if newline and name.strip().isalpha() else inside


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return lines[-1] if lines else ""


def _exact(value: str, output: str) -> tuple[bool, bool]:
    wanted, text = _bare(_plain(value)), _plain(output)
    parts = list(filter(None, (_fenced(output).strip().lower(), _last_line(text))))
    within = re2.compile(rf"(?:^|\W){re2.escape(wanted)}(?:\W|$)")
    right = wanted in map(_bare, (text, *parts))
    return right, bool(wanted) and any(within.search(part) for part in parts)


def _bare(text: str) -> str:
    """Return the text without emphasis, code span and full stop: they show obedience, not skill."""
    return text.strip("*_` ").removesuffix(".").strip("*_` ")


def compile_regex(check: Regex, more: str = "") -> Any:
    """Return the pattern for RE2, in which no pattern or text takes exponential time."""
    flags = "".join(dict.fromkeys(f for f in check.flags + more if f in "ims"))
    return re2.compile(f"(?{flags}){check.pattern}" if flags else check.pattern)


def _regex(check: Regex, output: str) -> tuple[bool, bool]:
    """Search the text as it is, as the pattern's author wrote it for; near is a part or a line that
    fits, or one in other letters.
    """
    parts = (output, _fenced(output).strip(), _last_line(_OPENING_FENCE.sub("", output)))
    loose = compile_regex(check, "im")
    near = any(loose.search(part) for part in parts if part)
    return bool(compile_regex(check).search(output)), near


def _json_equal(wanted: Any, output: str) -> tuple[bool, bool]:
    found = next(_json_readings(wanted, output), None)
    if found and same_json(wanted, found[0]):
        return True, False
    loose = _CLOTHES.sub("", json.dumps(wanted, ensure_ascii=False)).lower()
    return False, loose in _CLOTHES.sub("", output).lower()


def _json_readings(wanted: Any, output: str) -> Iterator[tuple[Any]]:
    """Yield the JSON value of each reading that is one. Only a value of the wanted kind, object or
    array, counts as the last one: a footnote `[1]` behind an object is none.
    """
    opening = json.dumps(wanted)[0]
    text = _OPENING_FENCE.sub("", output).replace("```", "")
    kind = (value for value in values_in(text) if value[0] == opening)
    for reading in (output, _fenced(output), *kind, _last_line(text)):
        try:
            yield (strict_json(reading),)
        except ValueError:
            continue


def same_json(left: Any, right: Any) -> bool:
    """Return whether both are equal as JSON: key order and number spelling do not matter, true is
    not 1.
    """
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same_json(v, right[k]) for k, v in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same_json, left, right))
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left == right
    return type(left) is type(right) and bool(left == right)
