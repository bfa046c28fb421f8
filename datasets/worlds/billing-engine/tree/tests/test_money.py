import unittest
from decimal import Decimal

from meterbook import money
from tests.support import use_test_settings


class Money(unittest.TestCase):
    def setUp(self):
        use_test_settings()

    def test_modes(self):
        self.assertEqual(money.to_minor(Decimal("0.125"), "EUR", "line"), 12)
        self.assertEqual(money.to_minor(Decimal("0.125"), "EUR", "tax"), 13)
        self.assertEqual(money.to_minor(Decimal("1234.5"), "JPY", "line"), 1234)
        self.assertEqual(money.to_minor(Decimal("1.2345"), "TND", "tax"), 1235)

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
