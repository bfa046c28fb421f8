"""Values as JSON and back, so that what comes out is what was put in."""

import json
from typing import Any


class Unkept(Exception):
    """A value that cannot be kept as it is."""


def text_of(value: Any) -> str:
    """Return a value as text; equal texts are equal values of equal types. Raises Unkept."""
    return json.dumps(_packed(value), separators=(",", ":"))


def value_of(text: str) -> Any:
    return _unpacked(json.loads(text))


def _packed(value: Any) -> Any:
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value
    if kind is float:
        return {"f": repr(value)}
    if kind is list:
        return [_packed(item) for item in value]
    if kind is tuple:
        return {"t": [_packed(item) for item in value]}
    if kind is dict:
        return {"d": [[_packed(key), _packed(item)] for key, item in value.items()]}
    raise Unkept(kind.__name__)


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unpacked(item) for item in value]
    if not isinstance(value, dict):
        return value
    [(kind, inner)] = value.items()
    if kind == "f":
        return float(inner)
    if kind == "t":
        return tuple(_unpacked(item) for item in inner)
    return {_unpacked(key): _unpacked(item) for key, item in inner}
