"""Formats of banks, the chain of statements, and what else comes in by wire."""

import shutil
import tempfile
from pathlib import Path

from quire import formats, importer, rates
from quire.errors import BadFile, QuireError
from tests import support
from tests.support import BooksTest


class WireFormats(BooksTest):
    def folder(self):
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        return folder

    def test_your_own_format(self):
        formats.FOLDER = self.folder()
        (formats.FOLDER / "kontor.toml").write_text(
            'delimiter = "|"\ndate = "%Y-%m-%d"\ndecimal = "."\namount = "signed"\n[columns]\nbooked = "d"\namount = "a"\ntext = "t"\n'
        )
        path = formats.FOLDER / "s.csv"
        path.write_text("d|a|t\n2025-01-07|-1.50|x\n")
        importer.load(self.conn, "kontor", "1", path, "1.50", "0.00")
        self.assertEqual(self.rows("SELECT amount_minor, text FROM bank_lines"), [(-150, "x")])

    def test_unknown_keys_are_named(self):
        before, formats.FOLDER = formats.FOLDER, self.folder()
        self.addCleanup(setattr, formats, "FOLDER", before)
        (formats.FOLDER / "x.toml").write_text('delimiter = ";"\nzone = 3\nbank = 2\namount = "two"\n')
        with self.assertRaisesRegex(QuireError, "x.toml: unknown bank, zone$"):
            formats.load("x")

    def test_statements_are_a_chain(self):
        path = self.folder() / "n.csv"
        path.write_text("日付,相手,摘要,出金,入金,残高\n2025/01/14,x,y,1,,\n", encoding="utf-8")
        for number, start in enumerate((10, 9, 8), 1):
            importer.load(self.conn, "nippa", str(number), path, str(start), str(start - 1))
        with self.assertRaisesRegex(BadFile, "ends with 7$"):
            importer.load(self.conn, "nippa", "4", path, "9", "8")

    def test_what_is_loaded_is_known(self):
        conn = support._template()
        path = self.folder() / "r.csv"
        path.write_text("day,currency,units,rate\n2025-01-03,USD,1,0.950000\n")
        self.assertEqual(rates.load(conn, path), 1)
        self.assertEqual(rates.rate_on(conn, "USD", "2025-01-03"), 950_000)

    def test_the_formats_of_all_banks_are_read(self):
        names = [row[0] for row in self.rows("SELECT format FROM bank_accounts ORDER BY format")]
        self.assertEqual([formats.load(name).amount for name in names], ["signed", "mark", "two", "two"])
