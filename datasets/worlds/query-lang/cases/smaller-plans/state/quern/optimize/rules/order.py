"""What needs no order, and what is distinct already."""

from dataclasses import replace

from quern.plan import nodes as plan
from quern.syntax.nodes import Name


def drop_sort(node):
    """A sort is lost when its rows are sorted again, or go into groups."""
    if isinstance(node, plan.Sort | plan.Aggregate) and isinstance(node.input, plan.Sort):
        return replace(node, input=node.input.input)
    return None


def drop_distinct(node):
    """Groups are distinct; so is a choice of columns that has their keys."""
    if not isinstance(node, plan.Distinct):
        return None
    below = node.input
    if isinstance(below, plan.Aggregate | plan.Distinct):
        return below
    if isinstance(below, plan.Project) and isinstance(below.input, plan.Aggregate):
        kept = {expr.name for _, expr in below.items if isinstance(expr, Name)}
        if kept & {name for name, _ in below.input.keys}:
            return below
    return None
