"""Functions of the old evaluator."""

import math

from quern.errors import Unsupported


def rounded(value, digits):
    return float(round(value, digits))


def call(name, args):
    if name in ("coalesce", "ifnull"):
        return next((a for a in args if a is not None), None)
    if name == "concat":
        return "".join(a for a in args if a is not None)
    if name == "if":
        return args[1] if args[0] else args[2]
    if name == "same":
        return args[0] == args[1]
    if any(a is None for a in args):
        return None
    if name in ("lower", "lcase"):
        return args[0].lower()
    if name in ("upper", "ucase"):
        return args[0].upper()
    if name == "trim":
        return args[0].strip(" ")
    if name in ("length", "len"):
        return len(args[0])
    if name == "substr":
        begin = max(args[1], 1) - 1
        return args[0][begin:] if len(args) == 2 else args[0][begin : max(args[1] - 1 + args[2], begin)]
    if name == "abs":
        return abs(args[0])
    if name == "round":
        return rounded(args[0], args[1] if len(args) > 1 else 0)
    if name == "floor":
        return math.floor(args[0])
    if name in ("year", "month", "day"):
        return getattr(args[0], name)
    if name == "weekday":
        return args[0].isoweekday()
    raise Unsupported(f"the old engine has no function {name}")
