"""From text to tokens. docs/grammar.md has the lexical rules."""

import re
from datetime import date

from quern.errors import LexError
from quern.lex.tokens import RESERVED, Token

_RULES = re.compile(
    r"""(?P<space>\s+)
      | (?P<comment>--[^\n]*)
      | (?P<date>@\d{4}-\d{2}-\d{2})
      | (?P<float>\d+\.\d+)
      | (?P<int>\d+)
      | (?P<name>[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)?)
      | (?P<param>\$[A-Za-z_][A-Za-z_0-9]*)
      | (?P<text>"(?:[^"\\\n]|\\.)*")
      | (?P<op>==|!=|<=|>=|\?\?|[-+*/%<>(),:|=])
    """,
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def tokens(text):
    """Return all tokens of a text but white space, with `end` as the last. Raises LexError."""
    found, at = [], 0
    while at < len(text):
        match = _RULES.match(text, at)
        if match is None:
            raise LexError(f"unexpected {text[at]!r}", at)
        if match.lastgroup != "space":
            found.append(_token(match.lastgroup, match.group(), at))
        at = match.end()
    found.append(Token("end", "", None, len(text)))
    return found


def _token(kind, text, at):
    if kind == "name" and text in RESERVED:
        return Token("word", text, None, at)
    return Token(kind, text, _value(kind, text, at), at)


def _value(kind, text, at):
    if kind == "int":
        return int(text)
    if kind == "float":
        return float(text)
    if kind == "date":
        try:
            return date.fromisoformat(text[1:])
        except ValueError:
            raise LexError(f"no such day: {text}", at) from None
    if kind == "text":
        return re.sub(r"\\(.)", lambda m: _escape(m, at), text[1:-1])
    return text[1:] if kind == "param" else text


def _escape(match, at):
    try:
        return _ESCAPES[match.group(1)]
    except KeyError:
        raise LexError(f"unknown escape \\{match.group(1)}", at) from None
