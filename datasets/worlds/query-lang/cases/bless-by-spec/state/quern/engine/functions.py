"""The scalar functions of the new engine. Those in STRICT are null as soon as an argument is."""

import math


def _round(value, digits=0):
    """Return a number rounded half away from zero."""
    if digits > 1:
        return float(round(value, digits))
    factor = 10**digits
    return math.copysign(math.floor(abs(value) * factor + 0.5) / factor, value) + 0.0


def _substr(text, start, count=None):
    """Return `count` characters from `start`, which is counted from 1; less when there are less."""
    begin = max(start, 1) - 1
    end = len(text) if count is None else max(start - 1 + count, begin)
    return text[begin:end]


STRICT = {
    "lower": str.lower,
    "upper": str.upper,
    "trim": str.strip,
    "length": lambda text: len(text.rstrip()),
    "substr": _substr,
    "abs": abs,
    "round": _round,
    "floor": math.floor,
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "weekday": lambda day: day.isoweekday(),
}


def _concat(first="", *more):
    return None if first is None else first + "".join(text for text in more if text is not None)


def _coalesce(*values):
    return next((v for v in values if v is not None), None)


LENIENT = {
    "coalesce": _coalesce,
    "concat": _concat,
    "if": lambda condition, yes, no: yes if condition is True else no,
    "same": lambda left, right: left == right,
}
NAMES = {"len": "length", "ifnull": "coalesce", "ucase": "upper", "lcase": "lower"}


def function(name):
    """Return the function of a name, as Python calls it. Raises KeyError."""
    name = NAMES.get(name, name)
    if name in LENIENT:
        return LENIENT[name]
    plain = STRICT[name]
    return lambda *args: None if None in args else plain(*args)
