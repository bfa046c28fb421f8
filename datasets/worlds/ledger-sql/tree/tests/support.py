"""Books for tests: in memory, with the seed, the periods of 2025, some rates, and a fixed actor and time."""

import os
import unittest
from functools import cache

from quire import db, journal, migrate, periods, rates, seed

NOW = "2025-02-03T09:00:00Z"
DATA = db.ROOT / "data"


@cache
def _template():
    conn = db.connect(":memory:")
    migrate.migrate(conn)
    db.act_as(conn, "mira", NOW)
    seed.load(conn)
    periods.make_year(conn, 2025)
    rates.load(conn, DATA / "rates" / "2025-q1.csv")
    return conn


def books():
    """Return fresh books, a copy of those that were made first."""
    conn = db.connect(":memory:")
    _template().backup(conn)
    if os.environ.get("QUIRE_REVERSE"):
        conn.execute("PRAGMA reverse_unordered_selects = ON")
    return conn


class BooksTest(unittest.TestCase):
    def setUp(self):
        self.conn = books()

    def tearDown(self):
        self.conn.close()

    def book(self, day, *lines, **more):
        """Post lines (account, amount) in euro, or lines as journal.draft takes them."""
        full = [line if len(line) > 2 else (line[0], "EUR", line[1]) for line in lines]
        return journal.book(self.conn, day, more.pop("memo", "test"), full, **more)

    def rows(self, sql, *args):
        return [tuple(row) for row in self.conn.execute(sql, args)]
