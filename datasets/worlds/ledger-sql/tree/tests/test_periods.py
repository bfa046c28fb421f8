import sqlite3

from quire import importer, journal, periods, reconcile
from quire.errors import PeriodError
from tests.support import DATA, BooksTest


class Periods(BooksTest):
    def close(self, *names):
        for name in names:
            if periods.get(self.conn, name)["state"] == "open":
                periods.soften(self.conn, name)
            periods.close(self.conn, name)

    def test_a_period_is_closed_from_soft_only(self):
        with self.assertRaisesRegex(PeriodError, "is open, not soft"):
            periods.close(self.conn, "2025-01")

    def test_a_soft_period_takes_adjustments_only(self):
        periods.soften(self.conn, "2025-01")
        with self.assertRaises(sqlite3.IntegrityError):
            self.book("2025-01-31", ("6200", 100), ("2100", -100))
        self.book("2025-01-31", ("6200", 100), ("2100", -100), source="adjust")

    def test_periods_close_in_order(self):
        periods.soften(self.conn, "2025-02")
        with self.assertRaises(sqlite3.IntegrityError):
            periods.close(self.conn, "2025-02")

    def test_a_statement_line_without_a_match_is_in_the_way_until_it_is_explained(self):
        importer.load(self.conn, "nippa", "1", DATA / "statements" / "nippa-2025-01.csv", "1200000", "1017340")
        reconcile.run(self.conn)
        periods.soften(self.conn, "2025-01")
        with self.assertRaisesRegex(PeriodError, "^1 lines of statements"):
            periods.close(self.conn, "2025-01")
        reconcile.explain(self.conn, 1, "paid twice, comes back in February")
        periods.close(self.conn, "2025-01")

    def test_a_line_of_the_books_without_a_match_is_in_the_way(self):
        self.book("2025-01-10", ("1110", 100), ("4900", -100))
        periods.soften(self.conn, "2025-01")
        with self.assertRaisesRegex(PeriodError, "1 lines of the books"):
            periods.close(self.conn, "2025-01")

    def test_a_draft_is_in_the_way(self):
        journal.draft(self.conn, "2025-01-10", "half", [("6200", "EUR", 100)])
        periods.soften(self.conn, "2025-01")
        with self.assertRaises(sqlite3.IntegrityError):
            periods.close(self.conn, "2025-01")

    def test_the_seal_notices_what_got_round_the_guards(self):
        self.book("2025-01-10", ("6200", 100), ("2100", -100))
        self.close("2025-01")
        self.assertEqual(periods.broken_seals(self.conn), [])
        self.conn.execute("DROP TRIGGER lines_update")
        self.conn.execute("UPDATE lines SET base_minor = 99, amount_minor = 99 WHERE account = '6200'")
        self.assertEqual(periods.broken_seals(self.conn), ["2025-01"])

    def test_the_last_closed_period_opens_again(self):
        self.close("2025-01", "2025-02")
        with self.assertRaises(sqlite3.IntegrityError):
            periods.reopen(self.conn, "2025-01")
        periods.reopen(self.conn, "2025-02")
        self.assertEqual(periods.get(self.conn, "2025-02")["state"], "soft")
        self.assertEqual(self.rows("SELECT period FROM seals"), [("2025-01",)])
