"""From tokens to a Query: stages, one after the other."""

from quern.errors import ParseError
from quern.lex.lexer import tokens
from quern.syntax import nodes
from quern.syntax.cursor import Cursor
from quern.syntax.pratt import expression


def parse(text):
    """Return the Query of a text. Raises LexError and ParseError."""
    found = tokens(text)
    cursor = Cursor(found)
    stages, starts = [_from(cursor)], [0]
    while cursor.now.kind != "end":
        bar = cursor.op("|")
        starts.append(bar.at)
        stages.append(_stage(cursor))
    return nodes.Query(tuple(stages), _comments(found, starts))


def parse_expression(text):
    """Return the expression of a text, all of it."""
    cursor = Cursor(tokens(text))
    made = expression(cursor)
    cursor.need(cursor.now.kind == "end", "the end")
    return made


def _comments(found, starts):
    """Return the comments before each stage; those behind the start of the last come at the end."""
    lists = [[] for _ in range(len(starts) + 1)]
    first = next(t.at for t in found if t.kind != "comment")
    for token in found:
        if token.kind == "comment":
            place = next((n for n, at in enumerate([first, *starts[1:]]) if token.at < at), len(starts))
            lists[place].append(token.text.rstrip())
    return tuple(map(tuple, lists))


def _stage(cursor):
    token = cursor.need(cursor.now.kind == "name" and cursor.next(), "a stage")
    try:
        return _STAGES[token.text](cursor)
    except KeyError:
        raise ParseError(f"there is no stage {token.text!r}", token.at) from None


def _table(cursor):
    at = cursor.now.at
    name = cursor.plain_name()
    return name, cursor.plain_name() if cursor.take_name("as") else None, at


def _from(cursor):
    cursor.need(cursor.take_name("from"), "'from'")
    return nodes.From(*_table(cursor))


def _where(cursor):
    return nodes.Where(expression(cursor))


def _named(cursor):
    name = cursor.plain_name()
    cursor.op("=")
    return nodes.Item(name, expression(cursor))


def _selected(cursor):
    """Take `name = expr`, or the name of a column alone."""
    token = cursor.need(cursor.now.kind == "name" and cursor.next(), "a column")
    if cursor.take_op("="):
        cursor.need("." not in token.text, "a name without a dot")
        return nodes.Item(token.text, expression(cursor))
    return nodes.Item(token.text.split(".")[-1], nodes.Name(token.text, token.at))


def _derive(cursor):
    return nodes.Derive(cursor.many(lambda: _named(cursor)))


def _select(cursor):
    return nodes.Select(cursor.many(lambda: _selected(cursor)))


def _join(cursor, outer=False):
    table, alias, at = _table(cursor)
    cursor.need(cursor.take_name("on"), "'on'")
    return nodes.Join(table, alias, outer, expression(cursor), at)


def _left(cursor):
    cursor.need(cursor.take_name("join"), "'join'")
    return _join(cursor, outer=True)


def _keys(cursor):
    return cursor.many(lambda: expression(cursor))


def _group(cursor):
    keys = () if cursor.now.is_op(":") else cursor.many(lambda: _selected(cursor))
    cursor.op(":")
    return nodes.Group(keys, cursor.many(lambda: _named(cursor)))


def _sort_key(cursor):
    expr = expression(cursor)
    descending = bool(cursor.take_name("desc"))
    if not descending:
        cursor.take_name("asc")
    if not cursor.take_name("nulls"):
        return nodes.SortKey(expr, descending)
    end = cursor.need(cursor.take_name("first", "last"), "'first' or 'last'")
    return nodes.SortKey(expr, descending, end.text)


def _sort_keys(cursor):
    return cursor.many(lambda: _sort_key(cursor))


def _bound(cursor):
    word = cursor.take_name("start", "here", "end")
    if word:
        return (word.text,)
    count = cursor.number()
    way = cursor.need(cursor.take_name("back", "ahead"), "'back' or 'ahead'")
    return (way.text, count)


def _window(cursor):
    keys = _keys(cursor) if cursor.take_name("by") else ()
    order = _sort_keys(cursor) if cursor.take_name("order") else ()
    unit, frame = cursor.take_name("rows", "range"), None
    if unit:
        low = _bound(cursor)
        cursor.need(cursor.take_name("to"), "'to'")
        frame = nodes.Frame(unit.text, low, _bound(cursor))
    cursor.op(":")
    return nodes.Window(keys, order, frame, cursor.many(lambda: _named(cursor)))


def _sort(cursor):
    return nodes.Sort(_sort_keys(cursor))


def _take(cursor):
    count = cursor.number()
    return nodes.Take(count, cursor.number() if cursor.take_name("skip") else 0)


def _append(cursor):
    at = cursor.now.at
    return nodes.Append(cursor.plain_name(), at)


_STAGES = {
    "where": _where,
    "derive": _derive,
    "select": _select,
    "join": _join,
    "left": _left,
    "group": _group,
    "window": _window,
    "sort": _sort,
    "take": _take,
    "distinct": lambda cursor: nodes.Distinct(),
    "append": _append,
}
