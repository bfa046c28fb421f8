"""Evaluate a Query stage by stage. Rows are dicts by full column name."""

from quern.errors import Unsupported
from quern.legacy import aggregates, ops, scalar, windows
from quern.names.scope import Scope
from quern.syntax import nodes
from quern.syntax.parser import parse

_ARITHMETIC = {"+": ops.plus, "-": ops.minus, "*": ops.times, "/": ops.divide, "%": ops.modulo}


def null_rank(value):
    """Where nulls go in ascending order: before everything."""
    return value is not None


class Evaluator:
    def __init__(self, catalog, params):
        self.catalog, self.params = catalog, params

    def run(self, query):
        """Return (columns, rows as tuples) of a Query that was checked before."""
        first, *rest = query.stages
        rows, columns = self.table(first.table)
        base = first.alias or first.table
        for stage in rest:
            handler = getattr(self, "do_" + type(stage).__name__.lower(), None)
            if handler is None:
                raise Unsupported(f"the old engine has no stage {type(stage).__name__}")
            rows, columns, base = handler(stage, rows, Scope(dict.fromkeys(columns), base))
        return tuple(columns), [tuple(row[c] for c in columns) for row in rows]

    def table(self, name):
        if name in self.catalog.tables:
            columns = list(self.catalog.tables[name])
            rows = self.catalog.rows(name)
        else:
            inner = Evaluator(self.catalog, {})
            columns, rows = inner.run(parse(self.catalog.views[name]))
        return [dict(zip(columns, row)) for row in rows], list(columns)

    # -- expressions

    def value(self, expr, row):
        if isinstance(expr, nodes.Literal):
            return expr.value
        if isinstance(expr, nodes.Name):
            return row[expr.name]
        if isinstance(expr, nodes.Param):
            return self.params[expr.name]
        if isinstance(expr, nodes.Unary):
            inner = self.value(expr.operand, row)
            if expr.op == "not":
                return ops.negate(inner)
            return None if inner is None else -inner
        if isinstance(expr, nodes.Binary):
            return self.binary(expr, row)
        if isinstance(expr, nodes.In):
            found = ops.is_member(self.value(expr.operand, row), [self.value(m, row) for m in expr.members])
            return ops.negate(found) if expr.negated else found
        if isinstance(expr, nodes.IsNull):
            return (self.value(expr.operand, row) is None) != expr.negated
        return scalar.call(expr.name, [self.value(a, row) for a in expr.args])

    def binary(self, expr, row):
        a, b = self.value(expr.left, row), self.value(expr.right, row)
        if expr.op == "and":
            return ops.both(a, b)
        if expr.op == "or":
            return ops.either(a, b)
        if expr.op == "??":
            return b if a is None else a
        if expr.op in _ARITHMETIC:
            return _ARITHMETIC[expr.op](a, b)
        return ops.compare(expr.op, a, b)

    # -- stages

    def do_where(self, stage, rows, scope):
        test = scope.resolved(stage.predicate)
        return [r for r in rows if self.value(test, r)], list(scope.columns), scope.base

    def do_derive(self, stage, rows, scope):
        columns = list(scope.columns)
        for item in stage.items:
            expr = Scope(dict.fromkeys(columns), scope.base).resolved(item.expr)
            rows = [{**r, item.name: self.value(expr, r)} for r in rows]
            columns = [c for c in columns if c != item.name] + [item.name]
        return rows, columns, scope.base

    def do_select(self, stage, rows, scope):
        items = [(i.name, scope.resolved(i.expr)) for i in stage.items]
        return [{n: self.value(e, r) for n, e in items} for r in rows], [n for n, _ in items], None

    def do_join(self, stage, rows, scope):
        prefix = stage.alias or stage.table
        others, names = self.table(stage.table)
        others = [{f"{prefix}.{c}": v for c, v in other.items()} for other in others]
        columns = [*scope.columns, *(f"{prefix}.{c}" for c in names)]
        test = Scope(dict.fromkeys(columns), scope.base).resolved(stage.on)
        done = []
        for row in rows:
            found = [{**row, **o} for o in others if self.value(test, {**row, **o})]
            if not found and stage.outer:
                found = [{**row, **{f"{prefix}.{c}": None for c in names}}]
            done += found
        return done, columns, scope.base

    def do_group(self, stage, rows, scope):
        keys = [(k.name, scope.resolved(k.expr)) for k in stage.keys]
        items = [(i.name, scope.resolved(i.expr)) for i in stage.items]
        groups = {} if keys else {(): []}
        for row in rows:
            key = tuple(self.value(e, row) for _, e in keys)
            if self.keeps(key):
                groups.setdefault(key, []).append(row)
        done = []
        for key in self.in_order(groups):
            found = {n: self.aggregate(e, groups[key]) for n, e in items}
            done.append({**dict(zip([n for n, _ in keys], key)), **found})
        return done, [n for n, _ in keys + items], None

    def keeps(self, key):
        return None not in key

    def in_order(self, groups):
        return sorted(groups, key=lambda key: [(v is not None, v) for v in key])

    def aggregate(self, call, rows):
        if not call.args:
            return len(rows)
        return aggregates.fold(call.name, [self.value(call.args[0], r) for r in rows])

    def do_window(self, stage, rows, scope):
        keys = tuple(map(scope.resolved, stage.keys))
        order = tuple(nodes.SortKey(scope.resolved(k.expr), k.descending, k.nulls) for k in stage.order)
        items = tuple(nodes.Item(i.name, scope.resolved(i.expr)) for i in stage.items)
        ready = nodes.Window(keys, order, stage.frame, items)
        rows = windows.run(ready, rows, self.value, self.sorted)
        return rows, [*scope.columns, *(i.name for i in items)], scope.base

    def sorted(self, rows, keys):
        for key in reversed(keys):
            rows = sorted(rows, key=lambda r: self.sort_mark(key, r), reverse=key.descending)
        return rows

    def sort_mark(self, key, row):
        value = self.value(key.expr, row)
        if key.nulls == "first":
            return (value is not None) != key.descending, value if value is not None else 0
        return null_rank(value), value

    def do_sort(self, stage, rows, scope):
        keys = [nodes.SortKey(scope.resolved(k.expr), k.descending, k.nulls) for k in stage.keys]
        return self.sorted(rows, keys), list(scope.columns), scope.base

    def do_take(self, stage, rows, scope):
        return rows[stage.skip : stage.skip + stage.count], list(scope.columns), scope.base

    def do_distinct(self, stage, rows, scope):
        seen = {tuple(r[c] for c in scope.columns): r for r in rows}
        return list(seen.values()), list(scope.columns), scope.base

    def do_append(self, stage, rows, scope):
        others, names = self.table(stage.table)
        columns = list(scope.columns)
        return rows + [dict(zip(columns, o.values())) for o in others], columns, scope.base
