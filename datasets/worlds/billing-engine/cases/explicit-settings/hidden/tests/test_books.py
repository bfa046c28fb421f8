import sqlite3
import unittest
from datetime import date

from meterbook.dunning import run as dunning
from meterbook.dunning.schedule import step_days
from meterbook.errors import BillingError, Closed, OutOfBalance
from meterbook.exports.statement import statement
from meterbook.invoicing import issue, notes
from meterbook.ledger import book, payments
from meterbook.period import Period
from meterbook.store import records
from hiddencheck.support import SETTINGS, catalog, database, usage

MAY, DAY = Period(2026, 5), date(2026, 6, 8)


class Books(unittest.TestCase):
    def setUp(self):
        self.db = database()
        records.add_event(self.db, usage("a", 20, "2026-05-02T10:00:00Z"))

    def tearDown(self):
        for currency in ("EUR",):
            self.assertEqual(sum(row[2] for row in book.trial_balance(self.db) if row[0] == currency), 0)

    def close(self, period=MAY, day=DAY):
        return issue.close(SETTINGS, self.db, catalog(), records.customer(self.db, "acme"), period, day)

    def test_close_once(self):
        self.assertEqual(self.close(), "I-T-2026-001")
        self.assertRaises(Closed, self.close)
        self.assertEqual(book.open_amount(self.db, "I-T-2026-001"), 1428)

    def test_not_before_the_cutoff(self):
        self.assertRaises(Closed, self.close, MAY, date(2026, 6, 3))
        self.assertEqual(self.close(MAY, date(2026, 6, 4)), "I-T-2026-001")

    def test_payment_and_rest(self):
        number = self.close()
        self.assertEqual(payments.pay(self.db, "b1", "acme", 2000, DAY, number), 572)
        self.assertEqual(payments.pay(self.db, "b1", "acme", 2000, DAY, number), 0)
        self.assertEqual(book.open_amount(self.db, number), 0)
        june = self.close(Period(2026, 6), date(2026, 7, 8))
        self.assertEqual(book.open_amount(self.db, june), 1190 - 572)
        self.assertIn("Credits 0.00 EUR", statement(self.db, records.customer(self.db, "acme")))

    def test_notes(self):
        number = self.close()
        payments.pay(self.db, "b1", "acme", 1000, DAY, number)
        notes.credit_note(SETTINGS, self.db, number, DAY, {2: 50})
        self.assertEqual(book.open_amount(self.db, number), 428 - 60)
        notes.credit_note(SETTINGS, self.db, number, DAY)
        self.assertEqual(book.balance(self.db, "credits:acme", "EUR"), -1000)
        self.assertEqual(book.balance(self.db, "revenue", "EUR"), 0)
        self.assertEqual(book.balance(self.db, "tax", "EUR"), 0)
        self.assertRaises(BillingError, notes.credit_note, SETTINGS, self.db, number, DAY)

    def test_reversal(self):
        self.close()
        turned = book.reverse(self.db, 1, DAY)
        self.assertRaises(OutOfBalance, book.reverse, self.db, 1, DAY)
        self.assertRaises(OutOfBalance, book.reverse, self.db, turned, DAY)
        self.assertRaises(sqlite3.IntegrityError, self.db.execute, "DELETE FROM postings")

    def test_dunning(self):
        number = self.close()
        days = [day.isoformat() for _, _, day in step_days(SETTINGS, date(2026, 6, 22), "DE")]
        self.assertEqual(days, ["2026-06-29", "2026-07-09", "2026-08-10"])
        self.assertEqual(dunning.run(SETTINGS, self.db, date(2026, 6, 28)), [])
        self.assertEqual(dunning.run(SETTINGS, self.db, date(2026, 7, 9)), [(number, 1, "remind")])
        self.assertEqual(dunning.run(SETTINGS, self.db, date(2026, 7, 9)), [(number, 2, "fee")])
        self.assertEqual(book.open_amount(self.db, number), 1428 + 750)
        dunning.run(SETTINGS, self.db, date(2026, 8, 10))
        self.assertEqual(book.open_amount(self.db, number), 0)

    def test_working_days(self):
        days = [day.isoformat() for _, _, day in step_days(SETTINGS, date(2026, 4, 24), "DE")]
        self.assertEqual(days[:2], ["2026-05-04", "2026-05-14"])


if __name__ == "__main__":
    unittest.main()
