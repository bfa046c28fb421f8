"""Connections, transactions, and who acts."""

import sqlite3
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

from quire.money import to_base

ROOT = Path(__file__).resolve().parent.parent
DB = ROOT / "db"


def connect(path):
    conn = sqlite3.connect(path, isolation_level=None)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA foreign_keys = ON")
    conn.create_function("to_base", 3, to_base, deterministic=True)
    return conn


def act_as(conn, actor, now=None):
    """Note who acts and when, for the audit trail; `now` is UTC as `2025-02-03T09:00:00Z`."""
    now = now or datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    with transaction(conn):
        conn.executemany("INSERT OR REPLACE INTO session VALUES (?, ?)", [("actor", actor), ("now", now)])


def now(conn):
    return value(conn, "SELECT now FROM v_session")


@contextmanager
def transaction(conn):
    """Join the transaction that is open, else open one and commit it at the end."""
    if conn.in_transaction:
        yield conn
        return
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield conn
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT")


def value(conn, sql, *args):
    row = conn.execute(sql, args).fetchone()
    return row[0] if row else None


def setting(conn, key):
    return value(conn, "SELECT value FROM settings WHERE key = ?", key)
