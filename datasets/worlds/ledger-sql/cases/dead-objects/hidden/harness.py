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


def fill(conn):
    run = conn.execute
    run("INSERT INTO budgets VALUES ('6200', '2025-01', 750.5), ('6400', '2025-01', 10.0), ('4200', '2025-02', -900.0)")
    run("INSERT INTO assets (name, account, cost, bought_on, months) VALUES ('van', '1500', 1000.0, '2024-12-15', 3), ('cold store', '1500', 8999.99, '2024-12-15', 60)")
    run("INSERT INTO documents VALUES ('R-1', 'Mohn', '1200', 'EUR', 50000, 100.0, '2025-01-05', '2025-02-20'), ('R-2', 'Voss', '2100', 'EUR', -7000, 0, '2025-01-05', '2025-02-15')")
    run("INSERT INTO statements (id, bank, number, opening_minor, closing_minor, file, imported_at) VALUES (90, 'sparnord', '0', 0, 12345, 'old.tsv', '')")
    run("INSERT INTO bank_lines (id, statement_id, booked_on, value_on, amount, text) VALUES (70, 90, '2025-01-09', '2025-01-09', 123.45, 'old')")


def year():
    quire("rates", "data/rates/2025-q1.csv")
    for bank, end, first, last in (("kontor", "csv", "12480.15", "9581.60"), ("harbour", "csv", "5000.00", "6235.50"), ("nippa", "csv", "1200000", "1017340")):
        quire("import", bank, "1", f"data/statements/{bank}-2025-01.{end}", "--opening", first, "--closing", last)
    book("2025-01-02", ("1110", "EUR", 1_248_015), ("3100", "EUR", -1_248_015), source="adjust")
    book("2025-01-07", ("1110", "EUR", 231_800), ("1200", "EUR", -231_800), memo="paid R-1")
    book("2025-01-20", ("6200", "EUR", 80_000, 80_000, "NORTH"), ("2100", "EUR", -80_000))
    book("2025-01-14", ("1140", "JPY", -182_000), ("5100", "JPY", 182_000, None, "JAPAN"), source="purchase", ref="B-1003")
    book("2025-02-10", ("1200", "USD", 100_000), ("4200", "USD", -100_000, None, "BOXES"))
    book("2025-02-11", ("1300", "EUR", 1_900), ("2100", "EUR", -1_900))
    conn = db.connect(PATH)
    journal.draft(conn, "2025-03-01", "half", [("6200", "EUR", 100)], ref="D")
    conn.close()


def reports():
    period, span, day = "period=2025-01", ("from=2025-01", "to=2025-03"), "day=2025-02-28"
    for name in ("trial_balance", "balance_sheet", "budget", "assets", "fees"):
        show([name, *quire("report", name, period)])
    for name in ("income", "centres", "vat", "plan"):
        show([name, *quire("report", name, *span)])
    for name in ("unmatched", "aged", "exposure", "liquidity"):
        show([name, *quire("report", name, day)])
    show(quire("report", "bank"), quire("report", "general_ledger", "account=1110", period), quire("report", "trail", "entity=match", "key=1"))
    show(quire("report", "old_balances")[0])


