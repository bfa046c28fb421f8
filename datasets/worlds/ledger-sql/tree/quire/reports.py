"""Reports: db/reports/<name>.sql with its row in manifest.toml (docs/reports.md)."""

import csv
import io
import tomllib

from quire import db
from quire.errors import QuireError
from quire.money import show

FOLDER = db.DB / "reports"


def manifest():
    return tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))


def rows(conn, name, **params):
    """Return columns and rows of a report. Raises QuireError for a name or parameters that it does not have."""
    spec = manifest().get(name)
    if spec is None:
        raise QuireError(f"no report {name}; there are {', '.join(sorted(manifest()))}")
    if set(params) != set(spec["params"]):
        raise QuireError(f"{name} needs {', '.join(spec['params']) or 'no parameters'}")
    found = conn.execute((FOLDER / f"{name}.sql").read_text(encoding="utf-8"), params)
    return [column[0] for column in found.description], [tuple(row) for row in found.fetchall()]


def text(conn, name, **params):
    """Return a report as CSV, with money as texts."""
    columns, found = rows(conn, name, **params)
    exponents = dict(tuple(row) for row in conn.execute("SELECT code, exponent FROM currencies"))
    base = db.setting(conn, "base_currency")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in found:
        named = dict(zip(columns, row))
        for column in manifest()[name]["minor"]:
            if named[column] is not None:
                own = named.get("currency", base) if column not in ("base_minor", "now_minor") else base
                named[column] = show(named[column], exponents[own])
        writer.writerow(named.values())
    return out.getvalue()
