"""Windows of the old evaluator: a part of docs/windows.md, and without frames."""

from quern.errors import Unsupported
from quern.legacy import aggregates


def run(stage, rows, value, order):
    """Return the rows with the columns of the items, partition by partition, each in its order.

    `value(expr, row)` evaluates, `order(rows, keys)` sorts.
    """
    if stage.frame is not None:
        raise Unsupported("the old engine knows no frames")
    parts = {}
    for row in rows:
        parts.setdefault(tuple(value(k, row) for k in stage.keys), []).append(row)
    done = []
    for part in parts.values():
        part = order(part, stage.order)
        marks = [tuple(value(k.expr, row) for k in stage.order) for row in part]
        for place, row in enumerate(part):
            found = {i.name: _item(i.expr, part, place, marks, value, bool(stage.order)) for i in stage.items}
            done.append({**row, **found})
    return done


def _item(call, part, place, marks, value, has_order):
    name, args = call.name, call.args
    if name == "row_number":
        return place + 1
    if name == "rank":
        return marks.index(marks[place]) + 1
    if name in ("lag", "lead"):
        step = value(args[1], part[place]) if len(args) > 1 else 1
        other = place - step if name == "lag" else place + step
        if 0 <= other < len(part):
            return value(args[0], part[other])
        return value(args[2], part[place]) if len(args) > 2 else None
    if name in ("count", "sum", "avg", "min", "max"):
        seen = part[: place + 1] if has_order else part
        if not args:
            return len(seen)
        return aggregates.fold(name, [value(args[0], row) for row in seen])
    raise Unsupported(f"the old engine has no window function {name}")
