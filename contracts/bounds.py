"""Checks the bounds of a record that code makes. A record that msgspec reads is checked already."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import isfinite
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import Meta, Struct
from msgspec.structs import fields


def out_of_bounds(record: Struct) -> str | None:
    """Return the first field out of its bounds, as `minAccuracy: Expected a number <= 1`, or
    None.
    """
    for name, written, rule in _rules(type(record)):
        value = getattr(record, name)
        problem = None if value is None else rule.problem(value)
        if problem:
            return f"{written}: {problem}"
    return None


@dataclass(frozen=True)
class _Rule:
    """The bounds of a field. `items` is the rule of the items of a tuple or the values of a
    dict. `either` are the rules of a union, each for values of its own `kind`.
    """

    metas: tuple[Meta, ...] = ()
    items: "_Rule | None" = None
    kind: type = object
    either: "tuple[_Rule, ...]" = ()

    def problem(self, value: Any) -> str | None:
        return next(self._problems(value), None)

    def _problems(self, value: Any) -> Iterator[str]:
        for meta in self.metas:
            yield from _beyond(meta, value)
        for rule in self.either:
            if isinstance(value, rule.kind):
                yield from rule._problems(value)
        if self.items and isinstance(value, tuple | dict):
            for item in value.values() if isinstance(value, dict) else value:
                yield from self.items._problems(item)


def _beyond(meta: Meta, value: Any) -> Iterator[str]:
    if isinstance(value, float) and not isfinite(value):
        yield "Expected a finite number"
    if meta.ge is not None and value < meta.ge:
        yield f"Expected a number >= {meta.ge}"
    if meta.le is not None and value > meta.le:
        yield f"Expected a number <= {meta.le}"
    if meta.pattern is not None and not re.search(meta.pattern, value):
        yield f"Expected a text matching {meta.pattern}"
    if meta.min_length is not None and len(value) < meta.min_length:
        yield f"Expected a length >= {meta.min_length}"
    if meta.max_length is not None and len(value) > meta.max_length:
        yield f"Expected a length <= {meta.max_length}"


@cache
def _rules(kind: type[Struct]) -> tuple[tuple[str, str, _Rule], ...]:
    found = ((field.name, field.encode_name, _rule(field.type)) for field in fields(kind))
    return tuple((name, written, rule) for name, written, rule in found if rule)


def _rule(hint: Any) -> _Rule | None:
    if get_origin(hint) in (Union, UnionType):
        rules = tuple(rule for part in get_args(hint) if (rule := _rule(part)))
        return _Rule(either=rules) if len(rules) > 1 else next(iter(rules), None)
    metas: tuple[Meta, ...] = ()
    if get_origin(hint) is Annotated:
        metas = tuple(mark for mark in hint.__metadata__ if isinstance(mark, Meta))
        hint = hint.__origin__
    within = get_args(hint) if get_origin(hint) in (tuple, dict) else ()
    items = _rule(within[get_origin(hint) is dict]) if within else None
    return _Rule(metas, items, get_origin(hint) or hint) if metas or items else None
