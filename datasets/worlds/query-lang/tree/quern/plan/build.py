"""From a Query to a logical plan: names are resolved and types checked on the way."""

from quern.errors import NameProblem, TypeProblem
from quern.names.scope import Scope
from quern.plan import nodes as plan
from quern.syntax import nodes
from quern.syntax.parser import parse
from quern.types.check import Checker
from quern.types.kinds import common


class Built:
    """A plan, and the types of its columns."""

    def __init__(self, node, scope):
        self.node, self.scope = node, scope

    @property
    def types(self):
        return self.scope.columns


def build(query, catalog, params=None):
    """Return what is Built of a Query. `params` is {name: Type}. Raises QueryError."""
    return _Builder(catalog, params or {}, ()).query(query)


class _Builder:
    def __init__(self, catalog, params, views):
        self.catalog, self.params, self.views = catalog, params, views

    def query(self, query):
        first, *rest = query.stages
        built = self._table(first.table, first.at)
        built.scope.base = first.alias or first.table
        for stage in rest:
            built = _STAGES[type(stage)](self, built, stage)
        return built

    def _table(self, name, at):
        if self.catalog.kind(name, at) == "table":
            columns = self.catalog.tables[name]
            return Built(plan.Scan(name, tuple(columns)), Scope(columns))
        if name in self.views:
            raise NameProblem(f"the view {name} reads itself", at)
        inner = _Builder(self.catalog, {}, (*self.views, name)).query(parse(self.catalog.views[name]))
        return self._plain(inner)

    def _plain(self, built):
        """Return a view without dots in the names of its columns."""
        dotted = [c for c in built.types if "." in c]
        if dotted:
            raise NameProblem(f"a view must select its columns; {dotted[0]} has no plain name")
        return Built(built.node, Scope(built.types))

    def _checker(self, scope):
        return Checker(scope.columns, self.params)

    def _where(self, built, stage):
        predicate = built.scope.resolved(stage.predicate)
        self._checker(built.scope).predicate(predicate, "where")
        return Built(plan.Filter(built.node, predicate), built.scope)

    def _items(self, built, items, find="scalar"):
        """Return the items with resolved names, and their types."""
        check = getattr(self._checker(built.scope), find)
        done, types = [], {}
        for item in items:
            if item.name in types:
                raise NameProblem(f"{item.name} is named twice")
            expr = built.scope.resolved(item.expr)
            types[item.name] = check(expr)
            done.append((item.name, expr))
        return tuple(done), types

    def _derive(self, built, stage):
        for item in stage.items:
            items, types = self._items(built, [item])
            kept = tuple((c, nodes.Name(c)) for c in built.types if c != item.name)
            columns = {c: t for c, t in built.types.items() if c != item.name}
            node = plan.Project(built.node, kept + items)
            built = Built(node, Scope({**columns, **types}, built.scope.base))
        return built

    def _select(self, built, stage):
        items, types = self._items(built, stage.items)
        return Built(plan.Project(built.node, items), Scope(types))

    def _join(self, built, stage):
        prefix = stage.alias or stage.table
        if prefix == built.scope.base or any(c.startswith(f"{prefix}.") for c in built.types):
            raise NameProblem(f"{prefix} is joined already; give it another name with 'as'", stage.at)
        right = self._table(stage.table, stage.at)
        named = tuple((f"{prefix}.{c}", nodes.Name(c)) for c in right.types)
        types = {f"{prefix}.{c}": t.or_null(stage.outer) for c, t in right.types.items()}
        inside = {f"{prefix}.{c}": t for c, t in right.types.items()}
        scope = Scope({**built.types, **inside}, built.scope.base)
        condition = scope.resolved(stage.on)
        self._checker(scope).predicate(condition, "on")
        node = plan.Join(built.node, plan.Project(right.node, named), stage.outer, condition)
        return Built(node, Scope({**built.types, **types}, built.scope.base))

    def _group(self, built, stage):
        keys, key_types = self._items(built, stage.keys)
        items, types = self._items(built, stage.items, "aggregate")
        for name in types:
            Scope(key_types).fresh(name)
        return Built(plan.Aggregate(built.node, keys, items), Scope({**key_types, **types}))

    def _window(self, built, stage):
        check = self._checker(built.scope)
        keys = tuple(map(built.scope.resolved, stage.keys))
        for key in keys:
            check.scalar(key)
        order = self._sort_keys(built, stage.order)
        if stage.frame and not stage.order:
            raise TypeProblem("a frame needs an order")
        items, types = self._items(built, stage.items, "window")
        for name in types:
            built.scope.fresh(name)
        node = plan.Window(built.node, keys, order, stage.frame, items)
        _check_range(node, [check.scalar(k.expr) for k in order])
        return Built(node, Scope({**built.types, **types}, built.scope.base))

    def _sort_keys(self, built, keys):
        check = self._checker(built.scope)
        done = []
        for key in keys:
            expr = built.scope.resolved(key.expr)
            check.scalar(expr)
            done.append(nodes.SortKey(expr, key.descending, key.nulls))
        return tuple(done)

    def _sort(self, built, stage):
        return Built(plan.Sort(built.node, self._sort_keys(built, stage.keys)), built.scope)

    def _take(self, built, stage):
        return Built(plan.Limit(built.node, stage.count, stage.skip), built.scope)

    def _distinct(self, built, stage):
        return Built(plan.Distinct(built.node), built.scope)

    def _append(self, built, stage):
        right = self._table(stage.table, stage.at)
        types = [common(*pair) for pair in zip(built.types.values(), right.types.values())]
        if len(right.types) != len(built.types) or None in types:
            raise TypeProblem(f"{stage.table} has other columns", stage.at)
        return Built(plan.Append(built.node, right.node), Scope(dict(zip(built.types, types))))


def _check_range(node, types):
    bounds = (node.frame.low, node.frame.high) if node.frame else ()
    if node.frame and node.frame.unit == "range" and any(len(b) == 2 for b in bounds):
        if len(types) != 1 or types[0].kind not in ("int", "float", "date"):
            raise TypeProblem("a range with numbers needs one order key, a number or a date")


_STAGES = {
    nodes.Where: _Builder._where,
    nodes.Derive: _Builder._derive,
    nodes.Select: _Builder._select,
    nodes.Join: _Builder._join,
    nodes.Group: _Builder._group,
    nodes.Window: _Builder._window,
    nodes.Sort: _Builder._sort,
    nodes.Take: _Builder._take,
    nodes.Distinct: _Builder._distinct,
    nodes.Append: _Builder._append,
}
