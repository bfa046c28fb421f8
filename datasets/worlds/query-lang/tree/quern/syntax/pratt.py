"""Expressions, by binding powers. docs/grammar.md has the table."""

from quern.errors import ParseError
from quern.syntax.nodes import Binary, Call, In, IsNull, Literal, Name, Param, Unary

OR, AND, NOT, COMPARE, ELSE, ADD, MULTIPLY, MINUS = 10, 20, 30, 40, 50, 60, 70, 80
POWERS = {
    "or": OR,
    "and": AND,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in", "is", "not"), COMPARE),
    "??": ELSE,
    **dict.fromkeys("+-", ADD),
    **dict.fromkeys("*/%", MULTIPLY),
}
_WORDS = {"null": None, "true": True, "false": False}


def expression(cursor, floor=0):
    """Take the longest expression whose operators bind more than `floor`."""
    left = _prefix(cursor)
    while True:
        token = cursor.now
        power = POWERS.get(token.text, 0) if token.kind in ("op", "word") else 0
        if power <= floor:
            return left
        left = _infix(cursor, left, token, power)


def _prefix(cursor):
    token = cursor.next()
    if token.kind in ("int", "float", "text", "date"):
        return Literal(token.value)
    if token.is_word(*_WORDS):
        return Literal(_WORDS[token.text])
    if token.kind == "param":
        return Param(token.value, token.at)
    if token.is_word("not"):
        return Unary("not", expression(cursor, NOT))
    if token.is_op("-"):
        return _negative(expression(cursor, MINUS))
    if token.is_op("("):
        inner = expression(cursor)
        cursor.op(")")
        return inner
    if token.kind == "name":
        return _called(cursor, token) if cursor.now.is_op("(") else Name(token.text, token.at)
    raise ParseError(f"expected an expression, found {token.text or 'the end'!r}", token.at)


def _negative(operand):
    number = isinstance(operand, Literal) and type(operand.value) in (int, float)
    return Literal(-operand.value) if number else Unary("-", operand)


def _called(cursor, token):
    cursor.op("(")
    args = () if cursor.now.is_op(")") else cursor.many(lambda: expression(cursor))
    cursor.op(")")
    return Call(token.text.lower(), args, token.at)


def _infix(cursor, left, token, power):
    cursor.next()
    if token.text == "is":
        negated = bool(cursor.take_word("not"))
        cursor.need(cursor.take_word("null"), "'null'")
        return _once(cursor, IsNull(left, negated))
    if token.text in ("in", "not"):
        if token.text == "not":
            cursor.need(cursor.take_word("in"), "'in'")
        cursor.op("(")
        members = cursor.many(lambda: expression(cursor))
        cursor.op(")")
        return _once(cursor, In(left, members, token.text == "not"))
    # `a ?? b ?? c` is taken from the right, all others from the left.
    right = expression(cursor, power - 1 if token.text == "??" else power)
    made = Binary(token.text, left, right, token.at)
    return _once(cursor, made) if power == COMPARE else made


def _once(cursor, made):
    token = cursor.now
    if token.kind in ("op", "word") and POWERS.get(token.text) == COMPARE:
        raise ParseError(f"{token.text!r} cannot follow a comparison; use 'and'", token.at)
    return made
