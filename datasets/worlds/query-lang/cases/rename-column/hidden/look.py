"""Shows what each commit of the work holds, with the code that was given."""
import io, json, subprocess, sys, tarfile, tempfile
from datetime import date
from pathlib import Path
from quern.catalog.catalog import Catalog
from quern.catalog.csvfile import shown
from quern.catalog.lock import Lock, reads
from quern.engine.run import OPERATORS, run
from quern.errors import QueryError, Unsupported
from quern.optimize.driver import optimize
from quern.plan.build import build
from quern.session import Session
from quern.settings import Settings
from quern.syntax.formatter import format_query
from quern.syntax.nodes import Name, children
from quern.syntax.parser import parse
from quern.routing import _exprs
from quern.types.kinds import Type
TODAY = {"today": date(2026, 2, 1)}

def git(*args):
    return subprocess.run(["git", "-c", "safe.directory=*", *args], capture_output=True, check=True).stdout

def names(expr):
    return ({expr.name.split(".")[-1]} if isinstance(expr, Name) else set()).union(*map(names, children(expr)))

def read_by(query):
    return sorted(set().union(*[names(e) for s in query.stages for e in _exprs(s)]))

def problems(lock):
    """As Lock.problem, each view once, from the tables upwards."""
    bad, left, done = [], sorted(lock.catalog.views), set()
    while left:
        ready = [n for n in left if not set(reads(parse(lock.catalog.views[n]))) & set(left)]
        for name in ready:
            if lock.entries.get(name) != lock._entry(name):
                bad.append(name)
            left.remove(name)
    return bad + sorted(set(lock.entries) - set(lock.catalog.views))

def rows_of(catalog, settings, text):
    session = Session(catalog, settings)
    try:
        found = session.run(text, TODAY if "$today" in text else {})
    except Unsupported:
        types = {"today": Type("date")}
        return [list(build(parse(text), catalog, types).types), None]
    return [list(found.columns), [list(map(shown, row)) for row in found.rows]]

def look(commit, run_all):
    top = Path(tempfile.mkdtemp())
    tarfile.open(fileobj=io.BytesIO(git("archive", commit))).extractall(top)
    catalog, settings = Catalog.load(top), Settings.load(top)
    kept = {}
    load = catalog.rows
    catalog.rows = lambda name: kept[name] if name in kept else kept.setdefault(name, load(name))
    reports = {str(p.relative_to(top / "reports"))[:-2]: p.read_text() for p in sorted((top / "reports").rglob("*.q"))}
    every = {**reports, **{f"view {n}": t for n, t in catalog.views.items()}}
    return {
        "problems": problems(Lock(catalog, top / "views" / "LOCK.json")),
        "form": [n for n, t in every.items() if format_query(parse(t)) != t],
        "reports": {n: rows_of(catalog, settings, t) for n, t in reports.items() if run_all or n.split("/")[-1] in SHORT},
        "all": {n: list(build(parse(t), catalog, {"today": Type("date")}).types) for n, t in reports.items()},
        "views": {n: list(build(parse(t), catalog).types) for n, t in catalog.views.items()},
        "tables": {n: {c: str(t) for c, t in catalog.tables[n].items()} for n in ("loans", "returns")},
        "reads": {n: read_by(parse(t)) for n, t in every.items()},
        "data": [(top / "data" / f"{n}.csv").read_text() for n in ("loans", "returns")],
        "whole": [rows_of(catalog, settings, f"from {n}") for n in sorted(catalog.views)] if run_all else None,
    }
SHORT = {"late_by_city", "loan_days", "slowest", "welcome_again", "deposits", "back_soon", "overlong", "shelf_list", "branch_returns", "days_by_month", "recent_fees"}
