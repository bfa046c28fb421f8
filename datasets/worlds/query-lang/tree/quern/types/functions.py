"""What each function takes and gives. docs/functions.md is the list for users."""

from quern.errors import TypeProblem
from quern.types.kinds import BOOL, Type, common

ALIASES = {"len": "length", "ifnull": "coalesce", "ucase": "upper", "lcase": "lower"}


def _plain(result, *kinds, least=None):
    """Return the rule of a function that is null as soon as an argument is."""

    def rule(name, args):
        low = len(kinds) if least is None else least
        if not low <= len(args) <= len(kinds):
            raise TypeProblem(f"{name} takes {low if low == len(kinds) else f'{low} to {len(kinds)}'} arguments, not {len(args)}")
        for number, (arg, kind) in enumerate(zip(args, kinds), 1):
            wanted = ("int", "float") if kind == "number" else (kind,)
            if arg.kind not in (*wanted, "null"):
                raise TypeProblem(f"argument {number} of {name} must be {kind}, not {arg.kind}")
        kind = args[0].kind if result == "same" else result
        return Type(kind, any(a.nullable for a in args))

    return rule


def _coalesce(name, args):
    found = common(*args) if args else None
    if found is None:
        raise TypeProblem(f"the arguments of {name} must have one type")
    return Type(found.kind, all(a.nullable for a in args))


def _concat(name, args):
    if any(a.kind not in ("text", "null") for a in args):
        raise TypeProblem("the arguments of concat must be text")
    return Type("text")


def _if(name, args):
    if len(args) != 3 or args[0].kind not in ("bool", "null"):
        raise TypeProblem("if takes a bool and two values")
    found = common(args[1], args[2])
    if found is None:
        raise TypeProblem("both values of if must have one type")
    return found


def _same(name, args):
    if len(args) != 2 or common(*args) is None:
        raise TypeProblem("same takes two values of one type")
    return BOOL


SCALARS = {
    "lower": _plain("text", "text"),
    "upper": _plain("text", "text"),
    "trim": _plain("text", "text"),
    "length": _plain("int", "text"),
    "substr": _plain("text", "text", "int", "int", least=2),
    "concat": _concat,
    "abs": _plain("same", "number"),
    "round": _plain("float", "number", "int", least=1),
    "floor": _plain("int", "number"),
    "year": _plain("int", "date"),
    "month": _plain("int", "date"),
    "day": _plain("int", "date"),
    "weekday": _plain("int", "date"),
    "coalesce": _coalesce,
    "if": _if,
    "same": _same,
}


def _count(name, args):
    if len(args) > 1:
        raise TypeProblem("count takes one argument or none")
    return Type("int")


def _number(result):
    def rule(name, args):
        if len(args) != 1 or not args[0].numeric:
            raise TypeProblem(f"{name} takes one number")
        return Type(args[0].kind if result == "same" else result, nullable=True)

    return rule


def _any(name, args):
    if len(args) != 1:
        raise TypeProblem(f"{name} takes one argument")
    return args[0].or_null()


AGGREGATES = {
    "count": _count,
    "distinct_count": lambda name, args: Type("int", _any(name, args) is None),
    "sum": _number("same"),
    "avg": _number("float"),
    "median": _number("float"),
    "min": _any,
    "max": _any,
}


def _no_argument(name, args):
    if args:
        raise TypeProblem(f"{name} takes no argument")
    return Type("int")


def _shifted(name, args):
    if not 1 <= len(args) <= 3 or (len(args) > 1 and args[1].kind not in ("int", "null")):
        raise TypeProblem(f"{name} takes a value, a whole number and a default")
    found = common(args[0], args[2]) if len(args) == 3 else args[0].or_null()
    if found is None:
        raise TypeProblem(f"the default of {name} must have the type of its value")
    return found


def _ntile(name, args):
    if len(args) != 1 or args[0].kind not in ("int", "null"):
        raise TypeProblem("ntile takes a whole number")
    return Type("int")


WINDOWS = {
    "row_number": _no_argument,
    "rank": _no_argument,
    "dense_rank": _no_argument,
    "ntile": _ntile,
    "lag": _shifted,
    "lead": _shifted,
    "first": _any,
    "last": _any,
    "fill": _any,
    **{name: AGGREGATES[name] for name in ("count", "sum", "avg", "min", "max")},
}
