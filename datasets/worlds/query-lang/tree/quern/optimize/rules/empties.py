"""What gives no row because an input gives none."""

from quern.plan import nodes as plan


def spread(node):
    if isinstance(node, plan.Limit) and node.count == 0:
        return plan.Empty(node.columns)
    if not any(isinstance(child, plan.Empty) for child in node.inputs):
        return None
    if isinstance(node, plan.Append):
        return _append(node)
    if isinstance(node, plan.Join) and node.outer and not isinstance(node.left, plan.Empty):
        return None
    if isinstance(node, plan.Aggregate) and not node.keys:
        return None
    return plan.Empty(node.columns)


def _append(node):
    """Return the other side; the right one gets the names of the left."""
    if isinstance(node.right, plan.Empty):
        return node.left
    from quern.syntax.nodes import Name

    items = tuple((mine, Name(theirs)) for mine, theirs in zip(node.columns, node.right.columns))
    return plan.Project(node.right, items)
