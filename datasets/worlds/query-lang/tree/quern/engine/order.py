"""Order rows by sort keys; nulls have a place of their own (N8)."""

from quern.engine.expr import compiled


def ordered(rows, keys, columns, params):
    """Return the rows in order. Rows with equal keys keep the order in which they came."""
    rows = list(rows)
    for key in reversed(keys):
        value = compiled(key.expr, columns, params)
        known = [row for row in rows if value(row) is not None]
        unknown = [row for row in rows if value(row) is None]
        known.sort(key=value, reverse=key.descending)
        rows = unknown + known if key.nulls == "first" else known + unknown
    return rows
