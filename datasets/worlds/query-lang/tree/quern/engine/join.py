"""Joins of the new engine: by hash where the condition has an equality, else by trying all pairs."""

from quern.engine.expr import compiled
from quern.syntax import nodes
from quern.syntax.nodes import conjuncts, names_in


def join(node, inputs, params):
    """Yield the joined rows, in the order of the left, then of the right (N5)."""
    left, right = inputs
    columns = node.columns
    test = compiled(node.condition, columns, params)
    near = _index(node, list(right), params)
    padding = (None,) * len(node.right.columns)
    for row in left:
        matched = False
        for other in near(row):
            if test(row + other) is True:
                matched = True
                yield row + other
        if node.outer and not matched:
            yield row + padding


def _index(node, right, params):
    """Return a function from a row of the left to the rows of the right that can match."""
    pair = next(filter(None, map(lambda part: _equality(node, part), conjuncts(node.condition))), None)
    if pair is None:
        return lambda row: right
    mine = compiled(pair[0], node.left.columns, params)
    theirs = compiled(pair[1], node.right.columns, params)
    table = {}
    for other in right:
        table.setdefault(theirs(other), []).append(other)
    return lambda row: table.get(mine(row), ())


def _equality(node, part):
    """Return the sides of `left == right` when each reads its own input only."""
    if not isinstance(part, nodes.Binary) or part.op != "==":
        return None
    left, right = set(node.left.columns), set(node.right.columns)
    for one, other in ((part.left, part.right), (part.right, part.left)):
        if names_in(one) and names_in(other) and names_in(one) <= left and names_in(other) <= right:
            return one, other
    return None
