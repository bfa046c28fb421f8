"""Numbered migrations: `0007_name.sql` or `0007_name.py` with `up(conn)` (docs/migrations.md)."""

import hashlib
import importlib.util
import sqlite3
from pathlib import Path

from shop import db
from shop.clock import SystemClock, stamp

FOLDER = Path(__file__).with_name("migrations")
_TABLE = (
    "CREATE TABLE IF NOT EXISTS schema_migrations "
    "(version INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, applied_at TEXT NOT NULL)"
)


class MigrationError(Exception):
    pass


def available(folder=FOLDER):
    """Return version → path. Raises MigrationError for a number that is used twice."""
    found = {}
    for path in sorted(Path(folder).iterdir()):
        if path.suffix not in (".sql", ".py") or not path.name[:4].isdigit():
            continue
        version = int(path.name[:4])
        if version in found:
            raise MigrationError(f"{found[version].name} and {path.name} have the same number")
        found[version] = path
    return found


def version(conn):
    conn.execute(_TABLE)
    return db.one(conn, "SELECT COALESCE(MAX(version), 0) AS v FROM schema_migrations")["v"]


def migrate(conn, to=None, clock=None, folder=FOLDER):
    """Apply what is missing up to version `to`; return the applied versions."""
    current, found = version(conn), available(folder)
    _check_digests(conn, found)
    todo = [n for n in sorted(found) if n > current and (to is None or n <= to)]
    for number in todo:
        _apply(conn, number, found[number], clock or SystemClock())
    return todo


def _apply(conn, number, path, clock):
    conn.execute("PRAGMA foreign_keys = OFF")
    try:
        with db.transaction(conn):
            if path.suffix == ".sql":
                for statement in statements(path.read_text(encoding="utf-8")):
                    conn.execute(statement)
            else:
                _module(path).up(conn)
            broken = conn.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise MigrationError(f"{path.name} breaks {len(broken)} foreign keys")
            conn.execute(
                "INSERT INTO schema_migrations VALUES (?, ?, ?, ?)",
                (number, path.stem, _digest(path), stamp(clock.now())),
            )
    finally:
        conn.execute("PRAGMA foreign_keys = ON")


def _check_digests(conn, found):
    for row in db.rows(conn, "SELECT version, digest FROM schema_migrations"):
        path = found.get(row["version"])
        if path is None or _digest(path) != row["digest"]:
            raise MigrationError(f"migration {row['version']} was changed after it was applied")


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _module(path):
    spec = importlib.util.spec_from_file_location(f"migration_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def statements(text):
    """Yield the statements of a script; triggers keep their inner semicolons."""
    pending = ""
    for line in text.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            if pending.strip():
                yield pending.strip()
            pending = ""
    if pending.strip() and not all(
        line.startswith("--") or not line.strip() for line in pending.splitlines()
    ):
        raise MigrationError(f"unfinished statement: {pending.strip()[:60]}")
