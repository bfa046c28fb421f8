import sqlite3

from quire import journal, periods
from tests.support import BooksTest


class Guards(BooksTest):
    def test_entries(self):
        entry = self.book("2025-02-10", ("6200", 100), ("2100", -100))
        for sql in ("DELETE FROM entries", "UPDATE entries SET posted_on = '2025-02-11'", "UPDATE entries SET state = 'draft'"):
            with self.assertRaises(sqlite3.IntegrityError):
                self.conn.execute(sql)
        journal.reverse(self.conn, entry, "2025-02-11")
        with self.assertRaises(sqlite3.IntegrityError):
            journal.reverse(self.conn, entry, "2025-02-12")

    def test_lines(self):
        for line in (("1100", "EUR", 1, 1), ("1120", "EUR", 1, 1), ("6200", "EUR", 1, 2), ("6200", "EUR", 0, 0)):
            with self.assertRaises(sqlite3.IntegrityError):
                journal.draft(self.conn, "2025-02-10", "x", [line])

    def test_periods(self):
        periods.soften(self.conn, "2025-01")
        with self.assertRaises(sqlite3.IntegrityError):
            self.book("2025-01-10", ("6200", 100), ("2100", -100))
        periods.close(self.conn, "2025-01")
        with self.assertRaises(sqlite3.IntegrityError):
            self.book("2025-01-10", ("6200", 100), ("2100", -100), source="adjust")
        with self.assertRaises(sqlite3.IntegrityError):
            self.conn.execute("DELETE FROM periods")
