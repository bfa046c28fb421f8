"""What operators do with values, nulls included. docs/nulls.md has the numbered rules."""

from datetime import timedelta


def _strict(compute):
    """Return an operator that is null as soon as one side is (N1, N2)."""
    return lambda left, right: None if left is None or right is None else compute(left, right)


def _add(left, right):
    return left + timedelta(right) if hasattr(left, "isoformat") else left + right


def _subtract(left, right):
    if hasattr(left, "isoformat"):
        return (left - right).days if hasattr(right, "isoformat") else left - timedelta(right)
    return left - right


def _divide(left, right):
    return None if right == 0 else left / right  # N11


def _modulo(left, right):
    return None if right == 0 else left % right  # N11, N15


def and_(left, right):
    """Return false as soon as one side is false (N3)."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def or_(left, right):
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def not_(value):
    return None if value is None else not value


def among(value, members):
    """Return whether a value is one of the members (N6)."""
    found = [OPERATORS["=="](value, member) for member in members]
    if True in found:
        return True
    return None if None in found else False


OPERATORS = {
    "+": _strict(_add),
    "-": _strict(_subtract),
    "*": _strict(lambda a, b: a * b),
    "/": _strict(_divide),
    "%": _strict(_modulo),
    "==": _strict(lambda a, b: a == b),
    "!=": _strict(lambda a, b: a != b),
    "<": _strict(lambda a, b: a < b),
    "<=": _strict(lambda a, b: a <= b),
    ">": _strict(lambda a, b: a > b),
    ">=": _strict(lambda a, b: a >= b),
    "and": and_,
    "or": or_,
    "??": lambda a, b: b if a is None else a,
}
