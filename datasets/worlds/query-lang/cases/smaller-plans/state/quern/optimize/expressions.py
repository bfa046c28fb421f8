"""Expressions of a node, and what may be said about them under three-valued logic."""

from dataclasses import replace

from quern.plan import nodes as plan
from quern.syntax import nodes

_PROPAGATES = {"+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">="}
_LENIENT_CALLS = {"concat", "same"}


def substituted(expr, items):
    """Return an expression with names replaced by what they stand for in `items` (a dict)."""
    if isinstance(expr, nodes.Name):
        return items[expr.name]
    return nodes.rebuilt(expr, lambda inner: substituted(inner, items))


def changed_node(node, change):
    """Return a node with `change` applied to each of its expressions."""
    if isinstance(node, plan.Filter):
        return replace(node, predicate=change(node.predicate))
    if isinstance(node, plan.Join):
        return replace(node, condition=change(node.condition))
    if isinstance(node, plan.Sort):
        return replace(node, keys=_keys(node.keys, change))
    if isinstance(node, plan.Project):
        return replace(node, items=_items(node.items, change))
    if isinstance(node, plan.Aggregate):
        return replace(node, keys=_items(node.keys, change), items=_args(node.items, change))
    if isinstance(node, plan.Window):
        keys = tuple(map(change, node.keys))
        return replace(node, keys=keys, order=_keys(node.order, change), items=_args(node.items, change))
    return node


def _keys(keys, change):
    return tuple(replace(key, expr=change(key.expr)) for key in keys)


def _items(items, change):
    return tuple((name, change(expr)) for name, expr in items)


def _args(items, change):
    """Change the arguments of the calls only: an aggregate itself is no value over a row."""
    return tuple((name, nodes.rebuilt(expr, change)) for name, expr in items)


def null_when(expr, names):
    """Return whether an expression is surely null when all columns in `names` are null."""
    if isinstance(expr, nodes.Name):
        return expr.name in names
    if isinstance(expr, nodes.Literal):
        return expr.value is None
    if isinstance(expr, nodes.Unary):
        return null_when(expr.operand, names)
    if isinstance(expr, nodes.Binary):
        return _null_binary(expr, names)
    if isinstance(expr, nodes.In):
        return null_when(expr.operand, names)
    if isinstance(expr, nodes.Call) and expr.name not in _LENIENT_CALLS:
        return any(null_when(a, names) for a in expr.args)
    return False


def _null_binary(expr, names):
    left, right = null_when(expr.left, names), null_when(expr.right, names)
    if expr.op in _PROPAGATES or expr.op == "and":
        return left or right
    # or, ??: the other side may decide.
    return left and right


def rejects(expr, names):
    """Return whether a predicate is surely not true when all columns in `names` are null."""
    if null_when(expr, names):
        return True
    if isinstance(expr, nodes.Literal):
        return expr.value is not True
    if isinstance(expr, nodes.Binary) and expr.op == "and":
        return rejects(expr.left, names) or rejects(expr.right, names)
    if isinstance(expr, nodes.Binary) and expr.op == "or":
        return rejects(expr.left, names) and rejects(expr.right, names)
    if isinstance(expr, nodes.IsNull) and expr.negated:
        return null_when(expr.operand, names)
    return False
