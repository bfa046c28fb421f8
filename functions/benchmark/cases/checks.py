"""Decides whether an answer passes its case's check, mechanically; no model judges."""

import json
import re
from typing import Any

import re2

from contracts.check import Check, ContainsAll, Exact, JsonEqual, Regex, Verifier
from functions.classifier.parse import first_balanced

_OPENING_FENCE = re.compile(r"```[A-Za-z]*\n?")


def passes(check: Check, output: str) -> bool:
    """Return whether the model's last message satisfies the check; never raise on any text. For a
    verifier it is False: it judges files.
    """
    match check:
        case Exact():
            return _exact(check.value, output)
        case ContainsAll():
            text = _plain(output)
            return all(_plain(value) in text for value in check.values)
        case Regex():
            return bool(compile_regex(check).search(output))
        case JsonEqual():
            return _json_equal(check.value, output)
        case Verifier():
            return False


def _plain(text: str) -> str:
    return _OPENING_FENCE.sub("", text).replace("```", "").strip().lower()


def _exact(value: str, output: str) -> bool:
    wanted, text = _plain(value), _plain(output)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return _bare(wanted) in {_bare(text), _bare(lines[-1] if lines else "")}


def _bare(text: str) -> str:
    """Return the text without emphasis, code span and full stop: they show obedience, not skill."""
    return text.strip("*_` ").removesuffix(".").strip("*_` ")


def compile_regex(check: Regex) -> Any:
    """Return the pattern for RE2, in which no pattern or text takes exponential time."""
    flags = "".join(f for f in check.flags if f in "ims")
    return re2.compile(f"(?{flags}){check.pattern}" if flags else check.pattern)


def _json_equal(value: Any, output: str) -> bool:
    text = _OPENING_FENCE.sub("", output).replace("```", "")
    for start in (at for at, char in enumerate(text) if char in "{["):
        found = first_balanced(text[start:], text[start])
        if found is None:
            continue
        try:
            return same_json(value, json.loads(found, parse_constant=_refuse))
        except ValueError:
            continue
    return False


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


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
