import unittest

from shop.shipping import Item, chargeable_g, load_zones, quotes, zone_of

ZONES = load_zones("fixtures/zones.csv")


class Shipping(unittest.TestCase):
    def test_zone(self):
        self.assertEqual(zone_of(ZONES, "DE", "25980").name, "DE-sylt")

    def test_weight(self):
        self.assertEqual(chargeable_g([Item(501, 10, 10, 10)]), 1000)

    def test_standard(self):
        self.assertEqual(quotes([Item(1000, 10, 10, 10)], "DE", "04109", 0, ZONES, 650)[0].price, 522)

    def test_free(self):
        self.assertEqual(quotes([Item(1000, 10, 10, 10)], "DE", "04109", 5000, ZONES, 650)[0].price, 0)


if __name__ == "__main__":
    unittest.main()
