"""All errors that a query can end with. docs/errors.md lists the codes."""


class QueryError(Exception):
    """A query is wrong, or cannot be run. `code` is stable, `at` an offset in the text or None."""

    code = "Q000"

    def __init__(self, message, at=None):
        super().__init__(message)
        self.at = at

    def __str__(self):
        return f"{self.code} {self.args[0]}"


class LexError(QueryError):
    code = "Q100"


class ParseError(QueryError):
    code = "Q200"


class NameProblem(QueryError):
    code = "Q300"


class TypeProblem(QueryError):
    code = "Q400"


class Unsupported(QueryError):
    """The engine that was asked for cannot run the query; another one may."""

    code = "Q500"


class DataError(QueryError):
    code = "Q600"


class LockError(QueryError):
    """A view and views/LOCK.json do not agree."""

    code = "Q700"


def place(text, at):
    """Return line and column, both from 1, of an offset in a text."""
    line = text.count("\n", 0, at) + 1
    return line, at - (text.rfind("\n", 0, at) + 1) + 1
