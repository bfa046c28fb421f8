import unittest

from quire import money
from quire.errors import QuireError


class Money(unittest.TestCase):
    def test_a_half_goes_to_the_even_neighbour(self):
        pairs = [(5, 10, 0), (15, 10, 2), (25, 10, 2), (-5, 10, 0), (-15, 10, -2), (-25, 10, -2), (26, 10, 3), (-26, 10, -3)]
        for numerator, denominator, expected in pairs:
            self.assertEqual(money.half_even(numerator, denominator), expected, (numerator, denominator))

    def test_amounts_are_converted_with_their_places(self):
        self.assertEqual(money.to_base(10_000, 2, 960_430), 9604)
        self.assertEqual(money.to_base(182_000, 0, 6_081), 110_674)
        self.assertEqual(money.to_base(1_000, 3, 301_100), 30)
        self.assertIsNone(money.to_base(1_000, 3, None))

    def test_amounts_are_read_as_each_country_writes_them(self):
        self.assertEqual(money.parse("1.290,40", 2, ",", "."), 129_040)
        self.assertEqual(money.parse("-1,840.00", 2, ".", ","), -184_000)
        self.assertEqual(money.parse("12 400,5", 2, ",", " "), 1_240_050)
        self.assertEqual(money.parse("45,00-", 2, ","), -4_500)
        self.assertEqual(money.parse("182000", 0), 182_000)

    def test_places_that_a_currency_does_not_have_are_refused(self):
        for text, exponent in (("1.5", 0), ("1.005", 2), ("", 2), ("1,5", 2), ("x", 2), ("٣", 2)):
            with self.assertRaises(QuireError):
                money.parse(text, exponent)

    def test_amounts_are_shown_with_all_places(self):
        self.assertEqual([money.show(v, 2) for v in (5, -5, -1234, 0)], ["0.05", "-0.05", "-12.34", "0.00"])
        self.assertEqual([money.show(7, 0), money.show(-7, 3)], ["7", "-0.007"])
