"""Leave out columns that nothing reads. Rows stay the same in number and order."""

from dataclasses import replace

from quern.plan import nodes as plan
from quern.syntax.nodes import names_in


def prune(node, needed=None):
    """Return a node that gives the `needed` columns at least; all of them without `needed`."""
    needed = set(node.columns) if needed is None else needed
    return _RULES[type(node)](node, needed)


def _scan(node, needed):
    return replace(node, columns=tuple(c for c in node.columns if c in needed))


def _read(exprs):
    return set().union(*map(names_in, exprs))


def _filter(node, needed):
    return replace(node, input=prune(node.input, needed | names_in(node.predicate)))


def _project(node, needed):
    items = tuple(item for item in node.items if item[0] in needed)
    return plan.Project(prune(node.input, _read(e for _, e in items)), items)


def _join(node, needed):
    all_ = needed | names_in(node.condition)
    left, right = (prune(s, all_ & set(s.columns)) for s in (node.left, node.right))
    return replace(node, left=left, right=right)


def _aggregate(node, needed):
    items = tuple(item for item in node.items if item[0] in needed)
    inner = prune(node.input, _read(e for _, e in node.keys + items))
    return plan.Aggregate(inner, node.keys, items)


def _window(node, needed):
    items = tuple(item for item in node.items if item[0] in needed)
    if not items:
        return prune(node.input, needed)
    own = {name for name, _ in items}
    read = _read([*node.keys, *(k.expr for k in node.order), *(e for _, e in items)])
    return replace(node, input=prune(node.input, (needed - own) | read), items=items)


def _sort(node, needed):
    return replace(node, input=prune(node.input, needed | _read(k.expr for k in node.keys)))


def _limit(node, needed):
    return replace(node, input=prune(node.input, needed))


def _whole(node, needed):
    """All columns count, or their places do."""
    return node.with_inputs(*map(prune, node.inputs))


_RULES = {
    plan.Scan: _scan,
    plan.Empty: lambda node, needed: node,
    plan.Filter: _filter,
    plan.Project: _project,
    plan.Join: _join,
    plan.Aggregate: _aggregate,
    plan.Window: _window,
    plan.Sort: _sort,
    plan.Limit: _limit,
    plan.Distinct: _whole,
    plan.Append: _whole,
}
