"""SQLite connections and transactions."""

import sqlite3
from contextlib import contextmanager


def connect(path):
    conn = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA foreign_keys = ON")
    return conn


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


def one(conn, sql, *args):
    return conn.execute(sql, args).fetchone()


def rows(conn, sql, *args):
    return conn.execute(sql, args).fetchall()
