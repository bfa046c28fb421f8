"""A plan as text, as `quern explain` shows it. docs/explain.md"""

from quern.plan import nodes as plan
from quern.syntax.formatter import _bound, _key, format_expr


def explained(node, depth=0):
    """Return the lines of a plan, inputs below their node and two spaces deeper."""
    lines = ["  " * depth + _LINES[type(node)](node)]
    for child in node.inputs:
        lines += explained(child, depth + 1)
    return lines


def _items(items):
    return ", ".join(name if format_expr(expr) == name else f"{name} = {format_expr(expr)}" for name, expr in items)


def _window(node):
    parts = []
    if node.keys:
        parts.append("by " + ", ".join(map(format_expr, node.keys)))
    if node.order:
        parts.append("order " + ", ".join(map(_key, node.order)))
    if node.frame:
        parts.append(f"{node.frame.unit} {_bound(node.frame.low)} to {_bound(node.frame.high)}")
    return " ".join(["window", *parts]) + f": {_items(node.items)}"


_LINES = {
    plan.Scan: lambda n: f"scan {n.table} ({', '.join(n.columns)})",
    plan.Empty: lambda n: "empty",
    plan.Filter: lambda n: f"filter {format_expr(n.predicate)}",
    plan.Project: lambda n: f"project {_items(n.items)}",
    plan.Join: lambda n: f"{'left join' if n.outer else 'join'} on {format_expr(n.condition)}",
    plan.Aggregate: lambda n: f"aggregate {_items(n.keys)}: {_items(n.items)}".replace(" :", ":"),
    plan.Window: _window,
    plan.Sort: lambda n: f"sort {', '.join(map(_key, n.keys))}",
    plan.Limit: lambda n: f"limit {n.count} skip {n.skip}",
    plan.Distinct: lambda n: "distinct",
    plan.Append: lambda n: "append",
}
