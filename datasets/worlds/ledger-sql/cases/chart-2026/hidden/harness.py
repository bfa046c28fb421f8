import contextlib
import io
import json
import os
import sqlite3

from quire import db, journal, migrate, periods, seed
from quire.cli import main

PATH = "var/judged.db"
os.environ.update(QUIRE_NOW="2025-02-03T09:00:00Z", QUIRE_ACTOR="mira", PYTHONDONTWRITEBYTECODE="1")


def remove():
    for end in ("", "-journal", "-wal", "-shm"):
        if os.path.exists(PATH + end):
            os.unlink(PATH + end)


def quire(*command):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["--db", PATH, *command])
    return [code, out.getvalue().strip(), err.getvalue().strip()]


def table(sql, *args):
    conn = sqlite3.connect(PATH)
    found = [list(row) for row in conn.execute(sql, args)]
    conn.close()
    return found


def sql(text):
    conn = db.connect(PATH)
    try:
        conn.execute(text)
        return "ok"
    except sqlite3.IntegrityError:
        return "refused"
    finally:
        conn.close()


def book(day, *lines, **more):
    conn = db.connect(PATH)
    entry = journal.book(conn, day, more.pop("memo", "x"), lines, **more)
    conn.close()
    return entry


