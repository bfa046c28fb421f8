"""The chart, currencies, banks and rules of db/seed."""

import csv

from quire import db

FOLDER = db.DB / "seed"
TABLES = ("currencies", "accounts", "cost_centres", "bank_accounts", "match_rules")


def load(conn, folder=FOLDER):
    """Put in the rows of db/seed that are missing; what is there stays as it is."""
    with db.transaction(conn):
        for table in TABLES:
            with open(folder / f"{table}.csv", newline="", encoding="utf-8") as lines:
                for row in csv.DictReader(lines):
                    names = ", ".join(row)
                    marks = ", ".join("?" * len(row))
                    conn.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", [v or None for v in row.values()])
