import csv
import unittest
from pathlib import Path

from shop.pricing.coupons import Coupon
from shop.pricing.totals import Line, compute

DATA = Path(__file__).with_name("data") / "totals.csv"


def line(number, text):
    qty, _, rest = text.partition("x")
    price, _, rate = rest.partition("@")
    return Line(f"S{number}", int(qty), int(price), int(rate))


def coupon(number, text):
    kind, _, value = text.partition(":")
    return Coupon(f"C{number}", kind, int(value), f"g{number}")


class Totals(unittest.TestCase):
    def test_the_table(self):
        with DATA.open(newline="") as rows:
            for row in csv.DictReader(rows):
                with self.subTest(row["name"]):
                    lines = [line(n, t) for n, t in enumerate(row["lines"].split())]
                    coupons = [coupon(n, t) for n, t in enumerate(row["coupons"].split())]
                    found = compute(lines, coupons, int(row["shipping"]), 6000)
                    for name in ("subtotal", "discount", "tax", "total"):
                        self.assertEqual(getattr(found, name), int(row[name]), name)

    def test_parts_sum_to_the_discount(self):
        lines = [line(n, t) for n, t in enumerate("1x101@1900 1x101@1900 1x101@700".split())]
        found = compute(lines, [coupon(0, "fixed:100")], 0, 6000)
        self.assertEqual(found.line_discounts, (34, 33, 33))


if __name__ == "__main__":
    unittest.main()
