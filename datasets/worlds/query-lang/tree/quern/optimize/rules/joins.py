"""Rules about joins. Which side a condition may move to depends on what the join does with nulls."""

from dataclasses import replace

from quern.optimize.expressions import rejects
from quern.optimize.rules.filters import filtered, split
from quern.plan.nodes import Filter, Join
from quern.syntax import nodes
from quern.syntax.nodes import conjunction, conjuncts, names_in


def outer_to_inner(node):
    """A filter that no row with a padded right side passes makes an outer join an inner one."""
    if not isinstance(node, Filter) or not isinstance(node.input, Join) or not node.input.outer:
        return None
    names = set(node.input.right.columns)
    if any(rejects(part, names) for part in conjuncts(node.predicate)):
        return Filter(replace(node.input, outer=False), node.predicate)
    return None


def filter_through(node):
    """Conditions on the left move to the left; those on the right only when the join is inner."""
    if not isinstance(node, Filter) or not isinstance(node.input, Join):
        return None
    join = node.input
    left, rest = split(conjuncts(node.predicate), lambda p: _reads(p, join.left))
    right, up = ([], rest) if join.outer else split(rest, lambda p: _reads(p, join.right))
    if not left and not right:
        return None
    return filtered(replace(join, left=filtered(join.left, left), right=filtered(join.right, right)), up)


def condition_down(node):
    """Parts of the condition on the right move to the right; those on the left only when the join
    is inner: an outer join keeps the rows of the left that fail its condition."""
    if not isinstance(node, Join):
        return None
    right, rest = split(conjuncts(node.condition), lambda p: _reads(p, node.right))
    left, stay = ([], rest) if node.outer else split(rest, lambda p: _reads(p, node.left))
    if not left and not right:
        return None
    condition = conjunction(stay) or nodes.Literal(True)
    return Join(filtered(node.left, left), filtered(node.right, right), node.outer, condition)


def _reads(part, node):
    """Return whether a part reads columns of this side, and of no other."""
    return bool(names_in(part)) and names_in(part) <= set(node.columns)
