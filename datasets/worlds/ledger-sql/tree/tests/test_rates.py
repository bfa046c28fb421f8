import tempfile
from pathlib import Path

from quire import rates
from quire.errors import BadFile, NoRate
from tests.support import BooksTest


class Rates(BooksTest):
    def table(self, text, **more):
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "r.csv"
            path.write_text("day,currency,units,rate\n" + text)
            return rates.load(self.conn, path, **more)

    def test_the_latest_quotation_holds(self):
        self.assertEqual(rates.rate_on(self.conn, "USD", "2025-01-02"), 965_026)
        self.assertEqual(rates.rate_on(self.conn, "USD", "2025-01-05"), 965_026)
        self.assertEqual(rates.rate_on(self.conn, "SEK", "2025-01-06"), 86_749)

    def test_a_quotation_is_too_old_after_seven_days(self):
        self.table("2026-02-02,USD,1,0.9\n")
        self.assertEqual(rates.rate_on(self.conn, "USD", "2026-02-09"), 900_000)
        with self.assertRaises(NoRate):
            rates.rate_on(self.conn, "USD", "2026-02-10")

    def test_a_bulletin_does_not_replace_but_a_correction_does(self):
        self.assertEqual(self.table("2025-01-02,USD,1,0.5\n"), 0)
        self.assertEqual(rates.rate_on(self.conn, "USD", "2025-01-02"), 965_026)
        self.assertEqual(self.table("2025-01-02,USD,1,0.5\n", origin="correction"), 1)
        self.assertEqual(rates.rate_on(self.conn, "USD", "2025-01-02"), 500_000)

    def test_a_rate_with_too_many_places_is_refused(self):
        with self.assertRaises(BadFile):
            self.table("2026-01-05,JPY,100,0.600001\n")

    def test_rates_from_before_0013_are_read_from_the_float(self):
        self.conn.execute("INSERT INTO rates (currency, day, rate) VALUES ('USD', '2019-01-02', 0.87654321)")
        self.assertEqual(rates.rate_on(self.conn, "USD", "2019-01-03"), 876_543)
