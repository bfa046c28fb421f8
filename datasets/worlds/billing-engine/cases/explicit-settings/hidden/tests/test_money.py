import unittest
from decimal import Decimal

from meterbook import money
from hiddencheck.support import SETTINGS


class Money(unittest.TestCase):
    def test_modes(self):
        self.assertEqual(money.to_minor(Decimal("0.125"), "EUR", "half_even"), 12)
        self.assertEqual(money.to_minor(Decimal("0.125"), "EUR", "half_up"), 13)
        self.assertEqual(money.to_minor(Decimal("1234.5"), "JPY", "half_even"), 1234)
        self.assertEqual(money.to_minor(Decimal("1.2345"), "TND", "half_up"), 1235)

    def test_text_and_back(self):
        self.assertEqual(money.text(-123450, "EUR"), "-1234.50 EUR")
        self.assertEqual(money.parse("-1234.50", "EUR"), -123450)
        self.assertRaises(ValueError, money.parse, "1.005", "EUR")

    def test_shares_sum_to_the_total(self):
        self.assertEqual(money.allocate(100, [1, 1, 1]), [34, 33, 33])
        self.assertEqual(money.allocate(-100, [1, 1, 1]), [-34, -33, -33])
        self.assertEqual(money.allocate(5, [0, 3, 7]), [0, 2, 3])
        self.assertEqual(money.allocate(5, [0, 0]), [0, 0])


if __name__ == "__main__":
    unittest.main()
