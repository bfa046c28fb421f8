"""Opens the database and runs transactions."""

import sqlite3
from contextlib import contextmanager
from pathlib import Path

SCHEMA = Path(__file__).with_name("schema.sql")


def connect(path=":memory:") -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA foreign_keys = ON")
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'entries'").fetchone():
        db.executescript(SCHEMA.read_text(encoding="utf-8"))
    return db


@contextmanager
def transaction(db):
    """All or nothing. Inside of another one it is a part of that."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def audit(db, day, command: str, detail: str) -> None:
    db.execute("INSERT INTO audit (day, command, detail) VALUES (?, ?, ?)", (str(day), command, detail))
