"""views/LOCK.json: what each view reads and gives, frozen. docs/views.md

A view is frozen with the digests of all that it reads, so that a change below it is noticed. It
can be frozen only when the views that it reads are."""

import hashlib
import json
from pathlib import Path

from quern.errors import LockError
from quern.plan.build import build
from quern.syntax import nodes
from quern.syntax.parser import parse


def reads(query):
    """Return the names of the tables and views that a Query reads, sorted."""
    return sorted({s.table for s in query.stages if isinstance(s, nodes.From | nodes.Join | nodes.Append)})


class Lock:
    def __init__(self, catalog, path):
        self.catalog, self.path = catalog, Path(path)
        self.entries = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}

    def freeze(self, name):
        """Write the entry of a view. Raises LockError when one that it reads is not up to date."""
        if self.catalog.kind(name) != "view":
            raise LockError(f"{name} is a table")
        for below in reads(parse(self.catalog.views[name])):
            problem = self.problem(below) if below in self.catalog.views else None
            if problem:
                raise LockError(f"{name} reads {below}: {problem}; freeze it first")
        self.entries[name] = self._entry(name)
        text = json.dumps(self.entries, indent=1, sort_keys=True)
        self.path.write_text(text + "\n", encoding="utf-8")

    def problem(self, name):
        """Return what is wrong with a view in words, or None. Below it is looked at as well."""
        if name not in self.entries:
            return "it is not frozen"
        for below in reads(parse(self.catalog.views[name])):
            inner = self.problem(below) if below in self.catalog.views else None
            if inner:
                return f"{below}: {inner}"
        entry, now = self.entries[name], self._entry(name)
        changed = [part for part in now if entry.get(part) != now[part]]
        return f"{' and '.join(changed)} changed since it was frozen" if changed else None

    def _entry(self, name):
        query = parse(self.catalog.views[name])
        columns = {c: str(t) for c, t in build(query, self.catalog).types.items()}
        return {
            "text": _digest(self.catalog.views[name]),
            "columns": columns,
            "reads": {below: self._below(below) for below in reads(query)},
        }

    def _below(self, name):
        if name in self.catalog.tables:
            return _digest(json.dumps({c: str(t) for c, t in self.catalog.tables[name].items()}))
        return _digest(json.dumps(self.entries.get(name), sort_keys=True))


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12]
