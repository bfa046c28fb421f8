from quire import checks, journal
from quire.errors import NoRate, QuireError
from tests.support import NOW, BooksTest


class Journal(BooksTest):
    def test_a_line_without_a_base_is_converted_at_the_rate_of_the_day(self):
        entry = self.book("2025-01-07", ("1120", "USD", 10_000), ("4200", "USD", -10_000))
        self.assertEqual(self.rows("SELECT base_minor FROM lines WHERE entry_id = ? ORDER BY id", entry), [(9_591,), (-9_591,)])

    def test_without_a_rate_nothing_is_made(self):
        with self.assertRaises(NoRate):
            self.book("2025-12-07", ("1120", "USD", 10_000), ("4200", "USD", -10_000))
        self.assertEqual(self.rows("SELECT COUNT(*) FROM entries"), [(0,)])

    def test_a_reversal_is_the_opposite(self):
        entry = self.book("2025-01-07", ("6300", "EUR", 500, 500, "SOUTH"), ("2100", -500), memo="diesel")
        other = journal.reverse(self.conn, entry, "2025-02-01")
        self.assertEqual(
            self.rows("SELECT account, base_minor, centre FROM lines WHERE entry_id = ? ORDER BY id", other),
            [("6300", -500, "SOUTH"), ("2100", 500, None)],
        )
        self.assertEqual(self.rows("SELECT memo, source, reverses FROM entries WHERE id = ?", other), [("reversal: diesel", "adjust", entry)])

    def test_posting_is_in_the_audit_trail(self):
        entry = self.book("2025-01-07", ("6300", 500), ("2100", -500))
        self.assertEqual(self.rows("SELECT at, actor, action FROM audit WHERE entity = 'entry' AND key = ?", str(entry)), [(NOW, "mira", "post")])

    def test_what_is_posted_is_not_posted_again(self):
        entry = self.book("2025-01-07", ("6300", 500), ("2100", -500))
        with self.assertRaises(QuireError):
            journal.post(self.conn, entry)

    def test_checks_find_floats_that_lie(self):
        self.conn.execute("INSERT INTO statements VALUES (1, 'kontor', '1', 'f', '', 0, 1035)")
        self.conn.execute(
            "INSERT INTO bank_lines (statement_id, booked_on, value_on, amount, amount_minor) VALUES (1, '2025-01-09', '2025-01-09', 10.53, 1035)"
        )
        self.assertEqual(checks.run(self.conn), [("floats", 1, "2025-01-09", "float 10.53 beside 1035")])
