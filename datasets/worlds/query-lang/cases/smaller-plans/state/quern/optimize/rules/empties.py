"""What gives no row because an input gives none."""

from quern.plan import nodes as plan
from quern.syntax.nodes import Literal, Name


def spread(node):
    if isinstance(node, plan.Limit) and node.count == 0:
        return plan.Empty(node.columns)
    if not any(isinstance(child, plan.Empty) for child in node.inputs):
        return None
    if isinstance(node, plan.Append):
        return _append(node)
    if isinstance(node, plan.Join) and node.outer and not isinstance(node.left, plan.Empty):
        return _padded(node)
    if isinstance(node, plan.Aggregate) and not node.keys:
        return None
    return plan.Empty(node.columns)


def _append(node):
    """Return the other side; the right one gets the names of the left."""
    if isinstance(node.right, plan.Empty):
        return node.left
    items = tuple((mine, Name(theirs)) for mine, theirs in zip(node.columns, node.right.columns))
    return plan.Project(node.right, items)


def _padded(node):
    """Return the left of a join that finds no partner, with nulls for the right."""
    left = tuple((name, Name(name)) for name in node.left.columns)
    return plan.Project(node.left, left + tuple((name, Literal(None)) for name in node.right.columns))
