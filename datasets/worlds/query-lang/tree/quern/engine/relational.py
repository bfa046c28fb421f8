"""The operators of the new engine: each takes its plan node, the rows of the inputs and the
parameters, and gives rows. Rows are tuples in the order of the node's columns."""

from itertools import islice

from quern.engine.aggregates import FOLDS, aggregate
from quern.engine.expr import compiled
from quern.engine.order import ordered
from quern.errors import Unsupported


def filter_(node, inputs, params):
    (rows,) = inputs
    test = compiled(node.predicate, node.input.columns, params)
    return (row for row in rows if test(row) is True)  # N4


def project(node, inputs, params):
    (rows,) = inputs
    items = [compiled(expr, node.input.columns, params) for _, expr in node.items]
    return (tuple(item(row) for item in items) for row in rows)


def aggregate_(node, inputs, params):
    (rows,) = inputs
    columns = node.input.columns
    keys = [compiled(expr, columns, params) for _, expr in node.keys]
    items = [_item(expr, columns, params) for _, expr in node.items]
    groups = {} if keys else {(): []}
    for row in rows:
        groups.setdefault(tuple(key(row) for key in keys), []).append(row)
    for key, members in groups.items():
        yield key + tuple(item(members) for item in items)


def _item(expr, columns, params):
    if expr.name not in FOLDS:
        raise Unsupported(f"the new engine has no aggregate {expr.name}")
    if not expr.args:
        return len
    value = compiled(expr.args[0], columns, params)
    return lambda rows: aggregate(expr.name, [value(row) for row in rows])


def sort(node, inputs, params):
    return ordered(inputs[0], node.keys, node.input.columns, params)


def limit(node, inputs, params):
    return islice(inputs[0], node.skip, node.skip + node.count)


def distinct(node, inputs, params):
    return dict.fromkeys(inputs[0])  # N9


def empty(node, inputs, params):
    return ()
