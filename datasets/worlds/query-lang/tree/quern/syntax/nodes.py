"""The syntax tree. Nodes are equal when they mean the same; where they stood (`at`) does not count."""

from dataclasses import dataclass, field


def _at():
    return field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Literal:
    value: object  # None, bool, int, float, str or date


@dataclass(frozen=True)
class Name:
    name: str
    at: int | None = _at()


@dataclass(frozen=True)
class Param:
    name: str
    at: int | None = _at()


@dataclass(frozen=True)
class Unary:
    op: str  # "not" or "-"
    operand: object


@dataclass(frozen=True)
class Binary:
    op: str
    left: object
    right: object
    at: int | None = _at()


@dataclass(frozen=True)
class In:
    operand: object
    members: tuple
    negated: bool = False


@dataclass(frozen=True)
class IsNull:
    operand: object
    negated: bool = False


@dataclass(frozen=True)
class Call:
    name: str
    args: tuple
    at: int | None = _at()


@dataclass(frozen=True)
class Item:
    """`name = expr` of derive, select, group or window."""

    name: str
    expr: object


@dataclass(frozen=True)
class SortKey:
    expr: object
    descending: bool = False
    nulls: str = "last"


@dataclass(frozen=True)
class Frame:
    """`unit` is rows or range. A bound is ("start",), ("back", n), ("here",), ("ahead", n), ("end",)."""

    unit: str
    low: tuple
    high: tuple


@dataclass(frozen=True)
class From:
    table: str
    alias: str | None = None
    at: int | None = _at()


@dataclass(frozen=True)
class Where:
    predicate: object


@dataclass(frozen=True)
class Derive:
    items: tuple


@dataclass(frozen=True)
class Select:
    items: tuple


@dataclass(frozen=True)
class Join:
    table: str
    alias: str | None
    outer: bool
    on: object
    at: int | None = _at()


@dataclass(frozen=True)
class Group:
    keys: tuple
    items: tuple


@dataclass(frozen=True)
class Window:
    keys: tuple
    order: tuple
    frame: Frame | None
    items: tuple


@dataclass(frozen=True)
class Sort:
    keys: tuple


@dataclass(frozen=True)
class Take:
    count: int
    skip: int = 0


@dataclass(frozen=True)
class Distinct:
    pass


@dataclass(frozen=True)
class Append:
    table: str
    at: int | None = _at()


@dataclass(frozen=True)
class Query:
    """`comments` holds the comment lines before each stage, and after the last."""

    stages: tuple
    comments: tuple = field(default=(), compare=False)


def children(expr):
    """Return the expressions directly inside an expression."""
    if isinstance(expr, Unary | IsNull):
        return (expr.operand,)
    if isinstance(expr, Binary):
        return (expr.left, expr.right)
    if isinstance(expr, In):
        return (expr.operand, *expr.members)
    return expr.args if isinstance(expr, Call) else ()


def rebuilt(expr, change):
    """Return an expression with `change` applied to each expression directly inside it."""
    if isinstance(expr, Unary):
        return Unary(expr.op, change(expr.operand))
    if isinstance(expr, IsNull):
        return IsNull(change(expr.operand), expr.negated)
    if isinstance(expr, Binary):
        return Binary(expr.op, change(expr.left), change(expr.right), expr.at)
    if isinstance(expr, In):
        return In(change(expr.operand), tuple(map(change, expr.members)), expr.negated)
    if isinstance(expr, Call):
        return Call(expr.name, tuple(map(change, expr.args)), expr.at)
    return expr


def names_in(expr):
    """Return the names of all columns that an expression reads."""
    if isinstance(expr, Name):
        return {expr.name}
    return set().union(*map(names_in, children(expr)))


def params_in(expr):
    if isinstance(expr, Param):
        return {expr.name}
    return set().union(*map(params_in, children(expr)))


def calls_in(expr):
    """Return the names of all functions that an expression calls."""
    inner = set().union(*map(calls_in, children(expr)))
    return inner | {expr.name} if isinstance(expr, Call) else inner


def conjuncts(expr):
    """Return the parts of an expression that are joined by `and`, from left to right."""
    if isinstance(expr, Binary) and expr.op == "and":
        return (*conjuncts(expr.left), *conjuncts(expr.right))
    return (expr,)


def conjunction(parts):
    """Return the parts joined by `and`; None when there are none."""
    whole = None
    for part in parts:
        whole = part if whole is None else Binary("and", whole, part)
    return whole
