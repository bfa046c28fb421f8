"""Run conformance cases on both engines, and bless what they give."""

import json
from datetime import date
from pathlib import Path

from quern.catalog.catalog import Catalog
from quern.catalog.csvfile import shown
from quern.conformance.casefile import read, written
from quern.errors import QueryError
from quern.session import Session


class Runner:
    """Cases of a folder, over the tables in its `data` folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.session = Session(Catalog.load(self.folder))

    def files(self):
        return sorted(self.folder.glob("*.case"))

    def outcome(self, case, engine):
        """Return the lines of a result: the columns, then the rows; or the code of an error."""
        params = {k: _param(v) for k, v in json.loads(case.head.get("params", "{}")).items()}
        try:
            result = self.session.run("\n".join(case.query), params, engine)
        except QueryError as error:
            return [f"error {error.code}"]
        return ["|".join(result.columns), *("|".join(map(shown, row)) for row in result.rows)]

    def failures(self, path):
        """Yield (case, engine, wanted lines, found lines) of a file."""
        for case in read(path.read_text(encoding="utf-8"))[1]:
            for engine in case.engines:
                wanted = case.old if engine == "old" and case.old is not None else case.expect
                found = self.outcome(case, engine)
                if found != wanted:
                    yield case, engine, wanted, found

    def bless(self, name, engine="new", known=None):
        """Write what an engine gives into a case: `expect` from the new one; from the old one `old`,
        with the number of the known difference. Raises QueryError for an unknown case."""
        for path in self.files():
            top, cases = read(path.read_text(encoding="utf-8"))
            for case in cases:
                if case.name == name:
                    _put(case, engine, self.outcome(case, engine), known)
                    path.write_text(written(top, cases), encoding="utf-8")
                    return path
        raise QueryError(f"there is no case {name}")

    def park(self, name, rule):
        """Move a case, as it is, to a file of its own in `parked`, which is not run, with the rule for
        which it waits. Raises QueryError for an unknown case."""
        case = _take(self.folder, name)
        case.head["parked"] = rule
        path = self.folder / "parked" / f"{name}.case"
        path.parent.mkdir(exist_ok=True)
        path.write_text(written([], [case]), encoding="utf-8")
        return path


def _take(folder, name):
    """Take a case out of its file; return it."""
    for path in sorted(folder.glob("*.case")):
        top, cases = read(path.read_text(encoding="utf-8"))
        for case in cases:
            if case.name == name:
                cases.remove(case)
                path.write_text(written(top, cases), encoding="utf-8")
                return case
    raise QueryError(f"there is no case {name}")


def _put(case, engine, lines, known):
    if engine == "new":
        case.expect = lines
    elif lines == case.expect:
        case.old = None
        case.head.pop("known", None)
    elif not known:
        raise QueryError("--engine old needs --known Dn: what differs is written down")
    else:
        case.old, case.head["known"] = lines, known


def _param(value):
    return date.fromisoformat(value[1:]) if isinstance(value, str) and value.startswith("@") else value
