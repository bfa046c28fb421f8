"""Make a Python function of an expression: it takes a row and gives a value."""

from quern.engine import values
from quern.engine.functions import function
from quern.errors import Unsupported
from quern.syntax import nodes


def compiled(expr, columns, params):
    """Return the function of an expression over rows with these columns. Raises Unsupported."""
    return _Compiler({name: n for n, name in enumerate(columns)}, params).make(expr)


class _Compiler:
    def __init__(self, places, params):
        self.places, self.params = places, params

    def make(self, expr):
        return _RULES[type(expr)](self, expr)

    def _literal(self, expr):
        return lambda row, value=expr.value: value

    def _name(self, expr):
        place = self.places[expr.name]
        return lambda row: row[place]

    def _param(self, expr):
        return lambda row, value=self.params[expr.name]: value

    def _unary(self, expr):
        inner = self.make(expr.operand)
        if expr.op == "not":
            return lambda row: values.not_(inner(row))
        return lambda row: None if (value := inner(row)) is None else -value

    def _binary(self, expr):
        left, right, operator = self.make(expr.left), self.make(expr.right), values.OPERATORS[expr.op]
        return lambda row: operator(left(row), right(row))

    def _in(self, expr):
        inner, members = self.make(expr.operand), [self.make(m) for m in expr.members]
        if expr.negated:
            return lambda row: values.not_(values.among(inner(row), [m(row) for m in members]))
        return lambda row: values.among(inner(row), [m(row) for m in members])

    def _is_null(self, expr):
        inner, negated = self.make(expr.operand), expr.negated
        return lambda row: (inner(row) is None) is not negated

    def _call(self, expr):
        try:
            called = function(expr.name)
        except KeyError:
            raise Unsupported(f"the new engine has no function {expr.name}") from None
        args = [self.make(a) for a in expr.args]
        return lambda row: called(*[arg(row) for arg in args])


_RULES = {
    nodes.Literal: _Compiler._literal,
    nodes.Name: _Compiler._name,
    nodes.Param: _Compiler._param,
    nodes.Unary: _Compiler._unary,
    nodes.Binary: _Compiler._binary,
    nodes.In: _Compiler._in,
    nodes.IsNull: _Compiler._is_null,
    nodes.Call: _Compiler._call,
}
