"""Operators of the old evaluator. Where they differ from docs/nulls.md, docs/migration.md says so."""

import math
from datetime import timedelta


def equals(a, b):
    return a == b


def compare(op, a, b):
    if op == "==":
        return equals(a, b)
    if op == "!=":
        return not equals(a, b)
    if a is None or b is None:
        return None
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def is_member(value, members):
    if value is None:
        return None
    return any(member is not None and member == value for member in members)


def plus(a, b):
    if isinstance(a, str) or isinstance(b, str):
        return (a or "") + (b or "")
    if a is None or b is None:
        return None
    return a + timedelta(b) if hasattr(a, "isoformat") else a + b


def minus(a, b):
    if a is None or b is None:
        return None
    if hasattr(a, "isoformat"):
        return (a - b).days if hasattr(b, "isoformat") else a - timedelta(b)
    return a - b


def times(a, b):
    return None if a is None or b is None else a * b


def divide(a, b):
    if a is None or b is None:
        return None
    return 0.0 if b == 0 else a / b


def modulo(a, b):
    if a is None or b is None or b == 0:
        return None
    result = math.fmod(a, b)
    return int(result) if isinstance(a, int) and isinstance(b, int) else result


def both(a, b):
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def either(a, b):
    if a is True or b is True:
        return True
    return None if a is None or b is None else False


def negate(a):
    return None if a is None else not a
