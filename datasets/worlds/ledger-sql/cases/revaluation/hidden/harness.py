import contextlib
import io
import os
import sqlite3
import subprocess

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


def book(day, *lines, **more):
    conn = db.connect(PATH)
    entry = journal.book(conn, day, more.pop("memo", "x"), lines, **more)
    conn.close()
    return entry


def sql(text, *args):
    conn = db.connect(PATH)
    try:
        conn.execute(text, args)
        return "ok"
    except sqlite3.IntegrityError:
        return "refused"
    finally:
        conn.close()


def fresh(rates=True):
    remove()
    quire("init", "--year", "2025")
    if rates:
        quire("rates", "data/rates/2025-q1.csv")


def quote(day, currency, micro):
    sql("INSERT OR REPLACE INTO rates (currency, day, rate, rate_micro) VALUES (?, ?, ?, ?)", currency, day, micro / 1e6, micro)


def revals():
    entries = table("SELECT posted_on, CASE WHEN reverses IS NULL THEN memo END, source, ref, state FROM entries WHERE source = 'reval' ORDER BY id")
    lines = table(
        "SELECT e.ref, l.account, l.currency, l.amount_minor, l.base_minor, l.centre FROM lines l JOIN entries e ON e.id = l.entry_id "
        "WHERE e.source = 'reval' "
        "ORDER BY e.id, CASE WHEN e.reverses IS NULL THEN l.id END, l.account, l.currency, l.centre, l.base_minor"
    )
    reverse = table("SELECT r.ref, e.ref FROM entries r JOIN entries e ON e.id = r.reverses WHERE r.source = 'reval' ORDER BY r.id")
    return [entries, lines, reverse]


