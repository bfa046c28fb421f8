"""Checks the bounds of a record that code makes. A record that msgspec reads is checked already."""

import re
from collections.abc import Callable, Iterable, Iterator
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


Check = Callable[[Any], str | None]


@dataclass(frozen=True)
class _Rule:
    """The bounds of a field. `items` is the rule of the items of a tuple or the values of a
    dict. `either` are the rules of a union, each for values of its own `kind`.
    """

    checks: tuple[Check, ...] = ()
    items: "_Rule | None" = None
    kind: type = object
    either: "tuple[_Rule, ...]" = ()

    def problem(self, value: Any) -> str | None:
        """Return the first bound that a value breaks; None within all of them."""
        for check in self.checks:
            if found := check(value):
                return found
        for rule in self.either:
            if isinstance(value, rule.kind) and (found := rule.problem(value)):
                return found
        if self.items and isinstance(value, tuple | dict):
            return self._within(self.items, value.values() if isinstance(value, dict) else value)
        return None

    @staticmethod
    def _within(rule: "_Rule", values: Iterable[Any]) -> str | None:
        return next((found for each in values if (found := rule.problem(each))), None)


def _infinite(value: Any) -> str | None:
    beyond = isinstance(value, float) and not isfinite(value)
    return "Expected a finite number" if beyond else None


def _checks(meta: Meta) -> Iterator[Check]:
    """Yield a check for each bound that `meta` names."""
    if meta.ge is not None or meta.le is not None:
        yield _infinite
    if (least := meta.ge) is not None:
        yield lambda v: f"Expected a number >= {least}" if v < least else None
    if (most := meta.le) is not None:
        yield lambda v: f"Expected a number <= {most}" if v > most else None
    if (pattern := meta.pattern) is not None:
        matches = re.compile(pattern).search
        yield lambda v: None if matches(v) else f"Expected a text matching {pattern}"
    if (shortest := meta.min_length) is not None:
        yield lambda v: f"Expected a length >= {shortest}" if len(v) < shortest else None
    if (longest := meta.max_length) is not None:
        yield lambda v: f"Expected a length <= {longest}" if len(v) > longest else None


@cache
def _rules(kind: type[Struct]) -> tuple[tuple[str, str, _Rule], ...]:
    found = ((field.name, field.encode_name, _rule(field.type)) for field in fields(kind))
    return tuple((name, written, rule) for name, written, rule in found if rule)


def _rule(hint: Any) -> _Rule | None:
    if get_origin(hint) in (Union, UnionType):
        rules = tuple(rule for part in get_args(hint) if (rule := _rule(part)))
        return _Rule(either=rules) if len(rules) > 1 else next(iter(rules), None)
    checks: tuple[Check, ...] = ()
    if get_origin(hint) is Annotated:
        metas = (mark for mark in hint.__metadata__ if isinstance(mark, Meta))
        checks = tuple(check for meta in metas for check in _checks(meta))
        hint = hint.__origin__
    within = get_args(hint) if get_origin(hint) in (tuple, dict) else ()
    items = _rule(within[get_origin(hint) is dict]) if within else None
    return _Rule(checks, items, get_origin(hint) or hint) if checks or items else None
