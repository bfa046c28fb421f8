"""Aggregate functions over the values of a group. Nulls do not count (N7)."""


def _sum(values):
    return sum(values) if values else None


def _avg(values):
    return sum(values) / len(values) if values else None


FOLDS = {
    "count": len,
    "distinct_count": lambda values: len(set(values)),
    "sum": _sum,
    "avg": _avg,
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
}


def aggregate(name, values):
    """Return the aggregate of values, nulls among them. Raises KeyError for an unknown name."""
    return FOLDS[name]([v for v in values if v is not None])
