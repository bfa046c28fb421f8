"""Tables in CSV files: a header, then rows; \\N is null. docs/data.md"""

import csv
from datetime import date

from quern.errors import DataError

NULL = r"\N"
_TRUE = {"true": True, "false": False}
_READ = {"int": int, "float": float, "text": str, "bool": _TRUE.__getitem__, "date": date.fromisoformat}


def read(path, columns):
    """Return the rows of a file as tuples, in the order of `columns` (name: Type)."""
    with open(path, newline="", encoding="utf-8") as file:
        lines = csv.reader(file)
        header = next(lines)
        try:
            places = [header.index(name) for name in columns]
        except ValueError as error:
            raise DataError(f"{path.name}: {error}") from None
        types = list(columns.items())
        return [tuple(_value(path, n, line[p], *t) for p, t in zip(places, types)) for n, line in enumerate(lines, 2)]


def _value(path, number, text, name, kind):
    if text == NULL:
        if kind.nullable:
            return None
        raise DataError(f"{path.name}:{number}: {name} is null, but its type is {kind}")
    try:
        return _READ[kind.kind](text)
    except (ValueError, KeyError):
        raise DataError(f"{path.name}:{number}: {name}: {text!r} is no {kind.kind}") from None


def shown(value):
    """Return a value as it stands in a CSV file and in the expectation of a conformance case."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(round(value, 9) + 0.0)
    return value.isoformat() if isinstance(value, date) else str(value)
