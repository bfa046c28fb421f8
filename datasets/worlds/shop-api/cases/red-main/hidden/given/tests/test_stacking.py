import unittest

from shop.pricing.coupons import Coupon
from shop.pricing.stacking import choose, discount
from shop.pricing.totals import Line

GARDEN = Line("GD-POT20", 2, 1450, 1900, "garden")
PAPER = Line("BK-LINEN", 1, 1290, 1900, "paper")


def chosen(*coupons, lines=(GARDEN, PAPER), most=6000):
    found = choose(list(coupons), list(lines), most)
    return [c.code for c in found], discount(found, list(lines), most)


class Stacking(unittest.TestCase):
    def test_percentages_come_before_fixed_amounts(self):
        ten, five = Coupon("TEN", "percent", 1000, "a"), Coupon("FIVE", "fixed", 500, "b")
        self.assertEqual(chosen(five, ten), (["TEN", "FIVE"], 419 + 500))

    def test_a_group_has_one_coupon(self):
        ten, garden = Coupon("TEN", "percent", 1000, "s"), Coupon("GARDEN", "percent", 1500, "s", category="garden")
        self.assertEqual(chosen(ten, garden), (["GARDEN"], 435))

    def test_an_exclusive_coupon_in_a_tie(self):
        alone, other = Coupon("ALONE", "fixed", 700, "v", exclusive=True), Coupon("OTHER", "fixed", 700, "o")
        self.assertEqual(chosen(alone, other), (["OTHER"], 700))

    def test_equal_coupons_of_a_group(self):
        b, a = Coupon("B", "fixed", 300, "g"), Coupon("A", "fixed", 300, "g")
        self.assertEqual(chosen(b, a), (["A"], 300))

    def test_an_exclusive_coupon_that_saves_less_does_not_count(self):
        alone, other = Coupon("ALONE", "fixed", 699, "v", exclusive=True), Coupon("OTHER", "fixed", 700, "o")
        self.assertEqual(chosen(alone, other), (["OTHER"], 700))

    def test_the_sum_is_capped(self):
        self.assertEqual(chosen(Coupon("ALL", "percent", 9000, "x")), (["ALL"], 2514))

    def test_a_minimum_counts_with_the_exact_value(self):
        self.assertEqual(chosen(Coupon("MIN", "fixed", 100, "x", min_subtotal=4190))[1], 100)
        self.assertEqual(chosen(Coupon("MIN", "fixed", 100, "x", min_subtotal=4191)), ([], 0))


if __name__ == "__main__":
    unittest.main()
