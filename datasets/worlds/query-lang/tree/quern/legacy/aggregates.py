"""Aggregates of the old evaluator."""

import statistics

from quern.errors import Unsupported


def total(values):
    known = [v for v in values if v is not None]
    return sum(known)


def mean(values):
    known = [v for v in values if v is not None]
    if not known:
        return None
    if all(isinstance(v, int) for v in known):
        return float(sum(known) // len(known))
    return sum(known) / len(known)


def tally(values):
    return sum(v is not None for v in values)


def kinds(values):
    return len(set(values))


def fold(name, values):
    known = [v for v in values if v is not None]
    if name == "count":
        return tally(values)
    if name == "distinct_count":
        return kinds(values)
    if name == "sum":
        return total(values)
    if name == "avg":
        return mean(values)
    if name == "min":
        return min(known, default=None)
    if name == "max":
        return max(known, default=None)
    if name == "median":
        return float(statistics.median(known)) if known else None
    raise Unsupported(f"the old engine has no aggregate {name}")
