"""Rules about limits."""

from dataclasses import replace

from quern.plan.nodes import Join, Limit, Project


def merge(node):
    """`take 5 skip 2` of `take 4 skip 1` takes 2 and skips 3."""
    if not isinstance(node, Limit) or not isinstance(node.input, Limit):
        return None
    inner = node.input
    count = max(min(node.count, inner.count - node.skip), 0)
    return Limit(inner.input, count, inner.skip + node.skip)


def through_project(node):
    if isinstance(node, Limit) and isinstance(node.input, Project):
        return replace(node.input, input=replace(node, input=node.input.input))
    return None


def into_join(node):
    """The first rows of a join come from the first rows of its left. The limit above stays."""
    if not isinstance(node, Limit) or not isinstance(node.input, Join):
        return None
    join = node.input
    if isinstance(join.left, Limit):
        return None
    return replace(node, input=replace(join, left=Limit(join.left, node.count, 0)))
