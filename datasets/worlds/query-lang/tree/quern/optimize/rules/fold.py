"""Compute what is constant. Parameters are not: a plan serves all values of them (docs/cache.md)."""

from quern.engine.expr import compiled
from quern.errors import QueryError
from quern.optimize.expressions import changed_node
from quern.syntax import nodes
from quern.syntax.nodes import Binary, Literal, Unary

TRUE, FALSE = Literal(True), Literal(False)
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
# Functions whose value depends on their arguments alone.
FOLDABLE = {
    "lower", "upper", "trim", "length", "substr", "concat", "abs", "round", "floor",
    "year", "month", "day", "weekday", "coalesce", "if", "same",
    "len", "ifnull", "ucase", "lcase",
}  # fmt: skip


def fold(node):
    changed = changed_node(node, folded)
    return changed if changed != node or _retyped(changed, node) else None


def _retyped(changed, node):
    """1 and 1.0 and true are equal in Python, but they are other literals."""
    return repr(changed) != repr(node)


def folded(expr):
    """Return an expression with the same value for each row, null where it was null."""
    expr = nodes.rebuilt(expr, folded)
    if isinstance(expr, Binary) and expr.op in ("and", "or"):
        return _logic(expr)
    if isinstance(expr, Unary) and expr.op == "not":
        return _not(expr.operand) or _constant(expr)
    return _constant(expr)


def _constant(expr):
    parts = nodes.children(expr)
    if not parts or not all(isinstance(p, Literal) for p in parts):
        return expr
    if isinstance(expr, nodes.Call) and expr.name not in FOLDABLE:
        return expr
    try:
        return Literal(compiled(expr, (), {})(()))
    except (QueryError, ArithmeticError, ValueError, TypeError):
        return expr


def _logic(expr):
    """Drop the side that does not count, take the side that decides."""
    neutral, deciding = (TRUE, FALSE) if expr.op == "and" else (FALSE, TRUE)
    for one, other in ((expr.left, expr.right), (expr.right, expr.left)):
        if _is(one, deciding):
            return deciding
        if _is(one, neutral):
            return other
    return _constant(expr)


def _not(inner):
    if isinstance(inner, Unary) and inner.op == "not":
        return inner.operand
    if isinstance(inner, Binary) and inner.op in _OPPOSITE:
        return Binary(_OPPOSITE[inner.op], inner.left, inner.right, inner.at)
    if isinstance(inner, nodes.IsNull | nodes.In):
        return type(inner)(*list(vars(inner).values())[:-1], not inner.negated)
    return None


def _is(expr, literal):
    return isinstance(expr, Literal) and expr.value is literal.value
