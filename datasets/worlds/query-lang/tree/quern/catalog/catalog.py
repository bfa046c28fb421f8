"""Tables with their types and rows, and views."""

import hashlib
import tomllib
from functools import cached_property
from pathlib import Path

from quern.catalog import csvfile
from quern.errors import DataError, NameProblem
from quern.types.kinds import KINDS, Type


def type_named(text):
    """Return the Type that is written as `int` or `int?`."""
    kind = text.removesuffix("?")
    if kind not in KINDS:
        raise DataError(f"there is no type {text!r}")
    return Type(kind, text.endswith("?"))


class Catalog:
    """`tables` is {name: {column: Type}}, `rows` gives the rows of a table, `views` {name: text}."""

    def __init__(self, tables, rows, views=None):
        self.tables, self.rows, self.views = tables, rows, views or {}

    @classmethod
    def load(cls, folder):
        """Read data/schema.toml and views/*.q below a folder; rows are read when they are asked for."""
        folder = Path(folder)
        schema = tomllib.loads((folder / "data" / "schema.toml").read_text(encoding="utf-8"))
        tables = {n: {c: type_named(t) for c, t in table["columns"].items()} for n, table in schema.items()}
        views = {p.stem: p.read_text(encoding="utf-8") for p in sorted((folder / "views").glob("*.q"))}
        return cls(tables, lambda name: csvfile.read(folder / "data" / f"{name}.csv", tables[name]), views)

    @classmethod
    def of(cls, tables, views=None):
        """Return a catalog in memory: {name: ({column: "int?"}, [rows])}."""
        types = {n: {c: type_named(t) for c, t in columns.items()} for n, (columns, _) in tables.items()}
        return cls(types, lambda name: list(tables[name][1]), views)

    def kind(self, name, at=None):
        """Return "table" or "view". Raises NameProblem."""
        if name in self.tables:
            return "table"
        if name in self.views:
            return "view"
        raise NameProblem(f"there is no table or view {name}", at)

    @cached_property
    def version(self):
        """A digest of all that a plan depends on beside its query: columns, types and views."""
        digest = hashlib.sha256()
        for name, columns in sorted(self.tables.items()):
            digest.update(f"{name}:{','.join(f'{c} {t}' for c, t in columns.items())}\n".encode())
        for name, text in sorted(self.views.items()):
            digest.update(f"{name}={text}\n".encode())
        return digest.hexdigest()[:16]
