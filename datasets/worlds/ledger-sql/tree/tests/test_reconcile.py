import sqlite3

from quire import importer, reconcile
from tests.support import DATA, BooksTest


class Reconcile(BooksTest):
    def setUp(self):
        super().setUp()
        importer.load(self.conn, "kontor", "1/2025", DATA / "statements" / "kontor-2025-01.csv", "12480.15", "9581.60")

    def matched(self):
        return self.rows("SELECT b.ref || b.text, m.rule FROM matches m JOIN v_bank_lines b ON b.id = m.bank_line_id ORDER BY b.id")

    def test_a_reference_matches_whatever_the_day(self):
        self.book("2025-03-03", ("1110", -129_040), ("5100", 129_040), ref="B-1001")
        self.assertEqual(reconcile.run(self.conn)["10_reference"], 1)

    def test_an_amount_matches_within_three_days(self):
        self.book("2025-01-10", ("1110", 231_800), ("1200", -231_800))
        self.book("2025-01-11", ("1110", 41_825), ("1200", -41_825))
        self.assertEqual(reconcile.run(self.conn)["20_amount_day"], 1)
        self.assertIn(("Zahlung R-501", "20_amount_day"), self.matched())

    def test_two_candidates_are_left_for_a_human(self):
        for _ in range(2):
            self.book("2025-01-07", ("1110", 231_800), ("1200", -231_800))
        self.assertEqual(reconcile.run(self.conn)["20_amount_day"], 0)

    def test_a_text_that_names_the_reference_matches(self):
        self.book("2025-01-20", ("1110", 231_800), ("1200", -231_800), ref="R-501")
        self.assertEqual(reconcile.run(self.conn)["30_text"], 1)

    def test_what_the_bank_books_is_posted_and_matched(self):
        self.assertEqual(reconcile.run(self.conn)["rules"], 1)
        self.assertEqual(
            self.rows("SELECT account, amount_minor, ref FROM v_journal WHERE source = 'bank' ORDER BY id"),
            [("1110", -1_190, "BANK-6"), ("6400", 1_190, "BANK-6")],
        )

    def test_the_amounts_of_a_match_are_equal(self):
        self.book("2025-01-07", ("1110", 231_801), ("1200", -231_801))
        with self.assertRaisesRegex(sqlite3.IntegrityError, "amounts differ"):
            reconcile.by_hand(self.conn, 2, 1)

    def test_floats_from_before_0010_are_matched_too(self):
        self.conn.execute(
            "INSERT INTO bank_lines (statement_id, booked_on, value_on, amount) VALUES (1, '2025-01-09', '2025-01-09', 10.35)"
        )
        self.book("2025-01-09", ("1110", 1_035), ("4900", -1_035))
        self.assertEqual(reconcile.run(self.conn)["20_amount_day"], 1)
