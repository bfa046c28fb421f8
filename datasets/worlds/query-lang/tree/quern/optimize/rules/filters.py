"""Rules that move a filter towards the tables."""

from dataclasses import replace

from quern.optimize.expressions import substituted
from quern.plan import nodes as plan
from quern.plan.nodes import Filter
from quern.syntax import nodes
from quern.syntax.nodes import conjunction, conjuncts, names_in


def filtered(node, parts):
    """Return a node under a filter of the parts; the node itself when there are none."""
    return Filter(node, conjunction(parts)) if parts else node


def split(parts, fits):
    """Return the parts that fit and those that do not, in their order."""
    return [p for p in parts if fits(p)], [p for p in parts if not fits(p)]


def trivial(node):
    if not isinstance(node, Filter) or not isinstance(node.predicate, nodes.Literal):
        return None
    return node.input if node.predicate.value is True else plan.Empty(node.columns)


def merge(node):
    if isinstance(node, Filter) and isinstance(node.input, Filter):
        inner = node.input
        return Filter(inner.input, nodes.Binary("and", inner.predicate, node.predicate))
    return None


def through_project(node):
    if isinstance(node, Filter) and isinstance(node.input, plan.Project):
        project = node.input
        predicate = substituted(node.predicate, dict(project.items))
        return replace(project, input=Filter(project.input, predicate))
    return None


def through_same(node):
    """Past a sort or distinct; not past a limit, which would then count other rows."""
    if isinstance(node, Filter) and isinstance(node.input, plan.Sort | plan.Distinct):
        return replace(node.input, input=Filter(node.input.input, node.predicate))
    return None


def through_append(node):
    if not isinstance(node, Filter) or not isinstance(node.input, plan.Append):
        return None
    left, right = node.input.inputs
    names = {mine: nodes.Name(theirs) for mine, theirs in zip(left.columns, right.columns)}
    return plan.Append(Filter(left, node.predicate), Filter(right, substituted(node.predicate, names)))


def through_aggregate(node):
    """Conditions on keys alone choose whole groups. Without keys there is one group, which must
    stay though no row is left."""
    if not isinstance(node, Filter) or not isinstance(node.input, plan.Aggregate):
        return None
    below = node.input
    keys = dict(below.keys)
    down, up = split(conjuncts(node.predicate), lambda p: names_in(p) and names_in(p) <= set(keys))
    if not down:
        return None
    parts = [substituted(p, keys) for p in down]
    return filtered(replace(below, input=filtered(below.input, parts)), up)


def through_window(node):
    """Conditions on the columns that make the partitions choose whole partitions."""
    if not isinstance(node, Filter) or not isinstance(node.input, plan.Window):
        return None
    below = node.input
    keys = {key.name for key in below.keys if isinstance(key, nodes.Name)}
    down, up = split(conjuncts(node.predicate), lambda p: names_in(p) and names_in(p) <= keys)
    if not down:
        return None
    return filtered(replace(below, input=filtered(below.input, down)), up)
