"""The one way to write a query. docs/formatter.md has the rules."""

from datetime import date

from quern.syntax import nodes, pratt

WIDTH = 88
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
# Old spellings, and what the formatter makes of them.
SPELLINGS = {"len": "length", "ifnull": "coalesce", "ucase": "upper", "lcase": "lower"}


def format_query(query):
    """Return the text of a Query, with its comments, each stage on a line of its own."""
    lines = []
    comments = [*query.comments, *[()] * (len(query.stages) + 1 - len(query.comments))]
    for number, (stage, before) in enumerate(zip(query.stages, comments)):
        lines += before
        text = format_stage(stage)
        lines.append(text if number == 0 else f"| {text}")
    return "\n".join([*lines, *comments[-1]]) + "\n"


def format_stage(stage):
    return _STAGES[type(stage)](stage)


def format_expr(expr, floor=0):
    """Return the text of an expression, in brackets when it binds `floor` or less."""
    text, power = _text(expr)
    return f"({text})" if power <= floor else text


def literal(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(_ESCAPES.get(c, c) for c in value) + '"'
    return f"@{value.isoformat()}" if isinstance(value, date) else _number(value)


def _number(value):
    if isinstance(value, int):
        return str(value)
    text = format(value, "f") if "e" in repr(value) else repr(value)
    return text if "." in text else f"{text}.0"


def _text(expr):
    """Return the text of an expression and how much it binds."""
    if isinstance(expr, nodes.Literal):
        return literal(expr.value), 100
    if isinstance(expr, nodes.Name):
        return expr.name, 100
    if isinstance(expr, nodes.Param):
        return f"${expr.name}", 100
    if isinstance(expr, nodes.Call):
        inner = ", ".join(map(format_expr, expr.args))
        return f"{SPELLINGS.get(expr.name, expr.name)}({inner})", 100
    if isinstance(expr, nodes.Unary):
        power = pratt.NOT if expr.op == "not" else pratt.MINUS
        space = " " if expr.op == "not" else ""
        return f"{expr.op}{space}{format_expr(expr.operand, power - 1)}", power
    if isinstance(expr, nodes.Binary):
        return _binary(expr)
    left = format_expr(expr.operand, pratt.COMPARE)
    if isinstance(expr, nodes.IsNull):
        return f"{left} is {'not ' if expr.negated else ''}null", pratt.COMPARE
    inner = ", ".join(map(format_expr, expr.members))
    return f"{left} {'not ' if expr.negated else ''}in ({inner})", pratt.COMPARE


def _binary(expr):
    power = pratt.POWERS[expr.op]
    low, high = power - 1, power
    if expr.op == "??":
        low, high = high, low
    elif power == pratt.COMPARE:
        low = high
    left, right = format_expr(expr.left, low), format_expr(expr.right, high)
    return f"{left} {expr.op} {right}", power


def _listed(head, parts):
    """Return head and parts on one line if they fit, else each part on its own line."""
    line = f"{head} {', '.join(parts)}" if head else ", ".join(parts)
    if len(line) + 2 <= WIDTH:
        return line
    return f"{head}\n    " + ",\n    ".join(parts)


def _item(item):
    return f"{item.name} = {format_expr(item.expr)}"


def _selected(item):
    same = isinstance(item.expr, nodes.Name) and item.expr.name.split(".")[-1] == item.name
    return item.expr.name if same else _item(item)


def _key(key):
    text = format_expr(key.expr) + (" desc" if key.descending else "")
    return f"{text} nulls first" if key.nulls == "first" else text


def _table(stage):
    return f"{stage.table} as {stage.alias}" if stage.alias else stage.table


def _join(stage):
    return f"{'left join' if stage.outer else 'join'} {_table(stage)} on {format_expr(stage.on)}"


def _group(stage):
    keys = ", ".join(map(_selected, stage.keys))
    head = f"group {keys}:" if keys else "group:"
    return _listed(head, [_item(i) for i in stage.items])


def _window(stage):
    parts = ["window"]
    if stage.keys:
        parts.append("by " + ", ".join(map(format_expr, stage.keys)))
    if stage.order:
        parts.append("order " + ", ".join(map(_key, stage.order)))
    if stage.frame:
        low, high = _bound(stage.frame.low), _bound(stage.frame.high)
        parts.append(f"{stage.frame.unit} {low} to {high}")
    return _listed(" ".join(parts) + ":", [_item(i) for i in stage.items])


def _bound(bound):
    return bound[0] if len(bound) == 1 else f"{bound[1]} {bound[0]}"


def _take(stage):
    return f"take {stage.count}" + (f" skip {stage.skip}" if stage.skip else "")


_STAGES = {
    nodes.From: lambda s: f"from {_table(s)}",
    nodes.Where: lambda s: f"where {format_expr(s.predicate)}",
    nodes.Derive: lambda s: _listed("derive", [_item(i) for i in s.items]),
    nodes.Select: lambda s: _listed("select", [_selected(i) for i in s.items]),
    nodes.Join: _join,
    nodes.Group: _group,
    nodes.Window: _window,
    nodes.Sort: lambda s: _listed("sort", [_key(k) for k in s.keys]),
    nodes.Take: _take,
    nodes.Distinct: lambda s: "distinct",
    nodes.Append: lambda s: f"append {s.table}",
}
