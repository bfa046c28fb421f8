"""The logical plan. Each node knows its `inputs` and the names of its `columns`. docs/plan.md"""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Scan:
    """Rows of a table; only the columns that are read."""

    table: str
    columns: tuple

    inputs = ()


@dataclass(frozen=True)
class Empty:
    """No rows."""

    columns: tuple

    inputs = ()


class _One:
    """A node with one input."""

    @property
    def inputs(self):
        return (self.input,)

    def with_inputs(self, found):
        return replace(self, input=found)


class _Same(_One):
    """A node that gives the columns of its input."""

    @property
    def columns(self):
        return self.input.columns


class _Two:
    @property
    def inputs(self):
        return (self.left, self.right)

    def with_inputs(self, left, right):
        return replace(self, left=left, right=right)


@dataclass(frozen=True)
class Filter(_Same):
    input: object
    predicate: object


@dataclass(frozen=True)
class Project(_One):
    """`items` are (name, expression over the input's columns)."""

    input: object
    items: tuple

    @property
    def columns(self):
        return tuple(name for name, _ in self.items)


@dataclass(frozen=True)
class Join(_Two):
    """With `outer`, each row of the left comes at least once, with nulls for the right."""

    left: object
    right: object
    outer: bool
    condition: object

    @property
    def columns(self):
        return self.left.columns + self.right.columns


@dataclass(frozen=True)
class Aggregate(_One):
    """One row for each group. `keys` and `items` are (name, expression); items call aggregates."""

    input: object
    keys: tuple
    items: tuple

    @property
    def columns(self):
        return tuple(name for name, _ in self.keys + self.items)


@dataclass(frozen=True)
class Window(_One):
    """The rows of the input in their order, with one more column for each item."""

    input: object
    keys: tuple
    order: tuple
    frame: object
    items: tuple

    @property
    def columns(self):
        return self.input.columns + tuple(name for name, _ in self.items)


@dataclass(frozen=True)
class Sort(_Same):
    input: object
    keys: tuple


@dataclass(frozen=True)
class Limit(_Same):
    input: object
    count: int
    skip: int


@dataclass(frozen=True)
class Distinct(_Same):
    input: object


@dataclass(frozen=True)
class Append(_Two):
    """The rows of the left, then those of the right; the names are those of the left."""

    left: object
    right: object

    @property
    def columns(self):
        return self.left.columns


def walk(node):
    """Yield a node and all below it, from the top."""
    yield node
    for child in node.inputs:
        yield from walk(child)
