"""Find the type of an expression. docs/types.md has the rules."""

from quern.errors import TypeProblem
from quern.syntax import nodes
from quern.types.functions import AGGREGATES, ALIASES, SCALARS, WINDOWS
from quern.types.kinds import BOOL, Type, common, type_of


class Checker:
    """Types of the columns and parameters in sight."""

    def __init__(self, columns, params=None):
        self.columns, self.params = columns, params or {}

    def scalar(self, expr):
        """Return the type of an expression over one row. Raises TypeProblem."""
        return _RULES[type(expr)](self, expr)

    def predicate(self, expr, where):
        found = self.scalar(expr)
        if found.kind not in ("bool", "null"):
            raise TypeProblem(f"{where} needs a bool, not {found.kind}")
        return found

    def aggregate(self, expr):
        """Return the type of an item of `group`, which is a call of an aggregate."""
        return self._special(expr, AGGREGATES, "group")

    def window(self, expr):
        """Return the type of an item of `window`, which is a call of a window function."""
        return self._special(expr, WINDOWS, "window")

    def _special(self, expr, rules, stage):
        if not isinstance(expr, nodes.Call) or expr.name not in rules:
            raise TypeProblem(f"an item of {stage} must call one of {', '.join(sorted(rules))}")
        return rules[expr.name](expr.name, [self.scalar(a) for a in expr.args])

    def _literal(self, expr):
        return type_of(expr.value)

    def _name(self, expr):
        return self.columns[expr.name]

    def _param(self, expr):
        try:
            return self.params[expr.name].or_null()
        except KeyError:
            raise TypeProblem(f"no value for ${expr.name}", expr.at) from None

    def _unary(self, expr):
        found = self.scalar(expr.operand)
        if expr.op == "not":
            return self.predicate(expr.operand, "not")
        if not found.numeric:
            raise TypeProblem(f"- needs a number, not {found.kind}")
        return found

    def _binary(self, expr):
        left, right = self.scalar(expr.left), self.scalar(expr.right)
        either = left.nullable or right.nullable
        if expr.op in ("and", "or"):
            self.predicate(expr.left, expr.op)
            self.predicate(expr.right, expr.op)
            return Type("bool", either)
        if expr.op in ("==", "!=", "<", "<=", ">", ">="):
            if common(left, right) is None:
                raise TypeProblem(f"{left.kind} and {right.kind} cannot be compared", expr.at)
            return Type("bool", either)
        if expr.op == "??":
            return SCALARS["coalesce"]("??", [left, right])
        return self._arithmetic(expr, left, right, either)

    def _arithmetic(self, expr, left, right, either):
        found = _result(expr.op, left, right)
        if found is None:
            raise TypeProblem(f"{left.kind} {expr.op} {right.kind} means nothing", expr.at)
        # Division by zero is null, so a quotient may always be (N11).
        return Type(found, either or expr.op in "/%")

    def _in(self, expr):
        parts = [self.scalar(expr.operand), *map(self.scalar, expr.members)]
        if common(*parts) is None:
            raise TypeProblem("the members of in must have the type of its operand")
        return Type("bool", any(p.nullable for p in parts))

    def _is_null(self, expr):
        self.scalar(expr.operand)
        return BOOL

    def _call(self, expr):
        name = ALIASES.get(expr.name, expr.name)
        if name not in SCALARS:
            kind = "cannot be used here" if name in {**AGGREGATES, **WINDOWS} else "is unknown"
            raise TypeProblem(f"the function {name} {kind}", expr.at)
        return SCALARS[name](name, [self.scalar(a) for a in expr.args])


_RULES = {
    nodes.Literal: Checker._literal,
    nodes.Name: Checker._name,
    nodes.Param: Checker._param,
    nodes.Unary: Checker._unary,
    nodes.Binary: Checker._binary,
    nodes.In: Checker._in,
    nodes.IsNull: Checker._is_null,
    nodes.Call: Checker._call,
}


def _result(op, left, right):
    """Return the kind that arithmetic gives, or None."""
    kinds = (left.kind, right.kind)
    if "null" in kinds:
        other = kinds[0] if kinds[1] == "null" else kinds[1]
        return "float" if op == "/" else other
    if kinds == ("text", "text"):
        return "text" if op == "+" else None
    if kinds == ("date", "date"):
        return "int" if op == "-" else None
    if kinds == ("date", "int"):
        return "date" if op in "+-" else None
    if left.numeric and right.numeric:
        return "float" if op == "/" or "float" in kinds else "int"
    return None
