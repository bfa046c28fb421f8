"""Numbered migrations, and the objects that are made again each time (docs/migrations.md)."""

import hashlib
import sqlite3

from quire.db import DB, transaction, value
from quire.errors import QuireError

_TABLE = "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL)"


def statements(text):
    """Return the single statements of a file; `;` inside of a trigger does not end one."""
    found, part = [], ""
    for line in text.splitlines(keepends=True):
        part += line
        if part.strip() and sqlite3.complete_statement(part):
            found.append(part.strip())
            part = ""
    if _bare(part):
        raise QuireError(f"a statement is not complete: {part.strip()[:60]!r}")
    return found


def _bare(text):
    return "".join(line for line in text.splitlines() if not line.lstrip().startswith("--")).strip()


def version(conn):
    conn.execute(_TABLE)
    return value(conn, "SELECT COALESCE(MAX(version), 0) FROM migrations")


def migrate(conn, to=None, folder=DB):
    """Apply the migrations that are missing, up to version `to`; make views and triggers again. Return
    the applied versions."""
    current = version(conn)
    paths = sorted((folder / "migrations").glob("[0-9][0-9][0-9][0-9]_*.sql"))
    _check(conn, paths)
    todo = [p for p in paths if int(p.name[:4]) > current and (to is None or int(p.name[:4]) <= to)]
    conn.execute("PRAGMA foreign_keys = OFF")
    try:
        with transaction(conn):
            _drop_objects(conn)
            for path in todo:
                _apply(conn, path)
            if to is None:
                _make_objects(conn, folder)
            broken = conn.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise QuireError(f"{len(broken)} foreign keys lead nowhere")
    finally:
        conn.execute("PRAGMA foreign_keys = ON")
    return [int(path.name[:4]) for path in todo]


def _apply(conn, path):
    for statement in statements(path.read_text(encoding="utf-8")):
        conn.execute(statement)
    conn.execute("INSERT INTO migrations VALUES (?, ?, ?)", (int(path.name[:4]), path.stem, _digest(path)))


def _drop_objects(conn):
    found = conn.execute("SELECT type, name FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY type").fetchall()
    for kind, name in found:
        conn.execute(f'DROP {kind} "{name}"')


def _make_objects(conn, folder):
    for kind in ("views", "triggers"):
        for path in sorted((folder / kind).glob("*.sql")):
            for statement in statements(path.read_text(encoding="utf-8")):
                conn.execute(statement)


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _check(conn, paths):
    known = {int(path.name[:4]): path for path in paths}
    if len(known) != len(paths):
        raise QuireError("two migrations have the same number")
    for row in conn.execute("SELECT version, name, digest FROM migrations"):
        path = known.get(row["version"])
        if path is None or _digest(path) != row["digest"]:
            raise QuireError(f"migration {row['name']} is not the one that was applied")
