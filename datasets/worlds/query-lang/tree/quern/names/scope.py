"""The columns in sight of a stage, and how a name finds its column. docs/names.md"""

from quern.errors import NameProblem
from quern.syntax import nodes


class Scope:
    """`columns` is {full name: Type}, in order. `base` is the name before the dot under which the
    columns without a dot can also be reached, or None."""

    def __init__(self, columns, base=None):
        self.columns, self.base = dict(columns), base

    def find(self, name, at=None):
        """Return the full name of a column. Raises NameProblem."""
        if name in self.columns:
            return name
        prefix, _, rest = name.rpartition(".")
        if prefix and prefix == self.base and rest in self.columns:
            return rest
        found = [c for c in self.columns if c.endswith(f".{name}")] if not prefix else []
        if len(found) == 1:
            return found[0]
        if found:
            raise NameProblem(f"{name} could be {' or '.join(found)}", at)
        raise NameProblem(f"there is no column {name}", at)

    def resolved(self, expr):
        """Return an expression with full names only."""
        if isinstance(expr, nodes.Name):
            return nodes.Name(self.find(expr.name, expr.at), expr.at)
        return nodes.rebuilt(expr, self.resolved)

    def fresh(self, name):
        """Raise NameProblem when a column of this name exists."""
        if name in self.columns:
            raise NameProblem(f"there is a column {name} already")
        return name
