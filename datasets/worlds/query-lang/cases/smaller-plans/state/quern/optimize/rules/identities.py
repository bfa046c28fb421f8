"""Expressions that say in many words what fewer say."""

from quern.syntax.nodes import Binary, Call, In, Literal

ZERO, ONE = Literal(0), Literal(1)
TRUE, FALSE = Literal(True), Literal(False)


def simpler(expr):
    """Return a shorter expression, or the expression itself."""
    if isinstance(expr, Binary):
        return _binary(expr)
    if isinstance(expr, In) and len(expr.members) == 1:
        return Binary("!=" if expr.negated else "==", expr.operand, expr.members[0])
    if isinstance(expr, Call) and expr.name == "if" and expr.args[1:] == (TRUE, FALSE):
        return expr.args[0]
    return expr


def _binary(expr):
    left, right = expr.left, expr.right
    if expr.op == "*" and ZERO in (left, right):
        return ZERO
    if expr.op == "*" and ONE in (left, right):
        return right if left == ONE else left
    if expr.op == "+" and ZERO in (left, right):
        return right if left == ZERO else left
    if expr.op in ("==", "<=", ">=") and left == right:
        return TRUE
    return expr
