import tempfile
from pathlib import Path

from quire import importer
from quire.errors import BadFile, QuireError
from tests.support import DATA, BooksTest

STATEMENTS = DATA / "statements"


class Imports(BooksTest):
    def lines(self, bank):
        return self.rows("SELECT booked_on, value_on, amount_minor, ref FROM v_bank_lines WHERE bank = ? ORDER BY id", bank)

    def test_a_mark_says_what_is_taken(self):
        importer.load(self.conn, "kontor", "1/2025", STATEMENTS / "kontor-2025-01.csv", "12480.15", "9581.60")
        found = self.lines("kontor")
        self.assertEqual(len(found), 6)
        self.assertEqual(found[0], ("2025-01-03", "2025-01-03", -129_040, "B-1001"))
        self.assertEqual(found[2], ("2025-01-07", "2025-01-08", 41_825, ""))

    def test_the_newest_line_first_is_turned_round(self):
        importer.load(self.conn, "harbour", "1", STATEMENTS / "harbour-2025-01.csv", "5000.00", "6235.50")
        self.assertEqual([row[0] for row in self.lines("harbour")], ["2025-01-09", "2025-01-21", "2025-01-30"])

    def test_one_column_for_each_direction(self):
        importer.load(self.conn, "sparnord", "1", STATEMENTS / "sparnord-2025-01.tsv", "0.00", "12355.00")
        self.assertEqual([row[2] for row in self.lines("sparnord")], [1_240_000, -4_500])

    def test_yen_have_no_places(self):
        importer.load(self.conn, "nippa", "1", STATEMENTS / "nippa-2025-01.csv", "1200000", "1017340")
        self.assertEqual([row[2] for row in self.lines("nippa")], [-182_000, -660])

    def test_a_statement_that_does_not_add_up_is_refused_as_a_whole(self):
        with self.assertRaisesRegex(BadFile, "make 6235.50, not 6235.51"):
            importer.load(self.conn, "harbour", "1", STATEMENTS / "harbour-2025-01.csv", "5000.00", "6235.51")
        self.assertEqual(self.rows("SELECT COUNT(*) FROM statements"), [(0,)])

    def test_a_statement_begins_where_the_one_before_it_ends(self):
        importer.load(self.conn, "nippa", "1", STATEMENTS / "nippa-2025-01.csv", "1200000", "1017340")
        with self.assertRaisesRegex(BadFile, "ends with 1017340"):
            importer.load(self.conn, "nippa", "2", STATEMENTS / "nippa-2025-01.csv", "1200000", "1017340")

    def test_a_bad_line_is_named(self):
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "n.csv"
            path.write_text("日付,相手,摘要,出金,入金,残高\n2025/01/14,x,y,1,,\n2025/01/15,x,y,1,2,\n", encoding="utf-8")
            with self.assertRaisesRegex(BadFile, "n.csv:3: exactly one"):
                importer.load(self.conn, "nippa", "1", path, "0", "0")

    def test_an_unknown_bank_is_refused(self):
        with self.assertRaises(QuireError):
            importer.load(self.conn, "nowhere", "1", STATEMENTS / "nippa-2025-01.csv", "0", "0")

    def test_a_matched_statement_is_not_deleted(self):
        importer.load(self.conn, "nippa", "1", STATEMENTS / "nippa-2025-01.csv", "1200000", "1017340")
        line = self.rows("SELECT MIN(id) FROM v_bank_lines")[0][0]
        entry = self.book("2025-01-14", ("1140", "JPY", -182_000), ("5100", "JPY", 182_000))
        self.conn.execute("INSERT INTO matches SELECT ?, MIN(id), 'hand', '' FROM lines WHERE entry_id = ?", (line, entry))
        with self.assertRaises(Exception):
            self.conn.execute("DELETE FROM statements")
