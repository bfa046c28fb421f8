import itertools
import os
import tempfile
import unittest

from shop import errors
from shop import shipping as s

COLUMNS = "name,country,prefix,base,per_kg,free_from,express,island,days"
ROWS = """
plain,DE,,1000,200,,no,0,2
fast,DE,1,1000,200,6000,yes,0,3
isle,DE,12,1000,200,6000,yes,400,5
low,DE,9A,0,0,,yes,0,4
fuel,DE,7,37,0,,yes,0,4
""".strip()


def cube(weight, volume=1, qty=1, bulky=False):
    return s.Item(weight, volume, 1, 1, qty, bulky)


class Table(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        handle, cls.path = tempfile.mkstemp(suffix=".csv")
        with os.fdopen(handle, "w") as file:
            file.write(COLUMNS + "\n" + ROWS + "\n")
        cls.zones = s.load_zones(cls.path)
        os.unlink(cls.path)

    def quotes(self, items, postcode="5", goods=0, fuel=0, zones=None):
        found = s.quotes(items, "DE", postcode, goods, self.zones if zones is None else zones, fuel)
        return [(q.service, q.price, q.days) for q in found]

    def test_zones_in_every_order(self):
        for zones in itertools.permutations(self.zones[:3]):
            for code, name in (("5", "plain"), ("1 3", "fast"), ("1 2 9", "isle")):
                self.assertEqual(s.zone_of(zones, "DE", code).name, name)
        self.assertEqual(s.zone_of(self.zones, "DE", "9 a").name, "low")
        self.assertRaises(s.NotDeliverable, s.zone_of, self.zones, "FR", "5")
        self.assertRaises(errors.Invalid, self.quotes, [cube(1)], "5", 0, 0, [])

    def test_weights(self):
        for items, grams in (
            ([cube(499)], 500), ([cube(500)], 500), ([cube(501)], 1000), ([cube(300, qty=4)], 1500),
            ([cube(100, 5000 * 900), cube(900)], 2000), ([cube(1, 5001, qty=251)], 1000),
            ([cube(100, 5000 * 400, qty=2)], 1000),
        ):
            self.assertEqual(s.chargeable_g(items), grams)

    def test_standard(self):
        for items, more, price in (
            ([cube(2000)], {}, 1000), ([cube(2001)], {}, 1200), ([cube(3000)], {}, 1200), ([cube(31500)], {}, 7000),
            ([cube(20000, qty=2)], {}, 2000 + 36 * 200), ([cube(1, 5000 * 32000)], {}, 2000 + 28 * 200),
            ([cube(3000)], {"fuel": 500}, 1260), ([cube(1)], {"fuel": 15}, 1002), ([cube(1)], {"fuel": 14}, 1001),
            ([cube(1)], {"postcode": "1", "goods": 5999}, 1000), ([cube(1)], {"postcode": "1", "goods": 6000}, 0),
            ([cube(1)], {"goods": 10**7}, 1000), ([cube(1)], {"postcode": "12", "goods": 6000, "fuel": 99}, 400),
            ([cube(20000, qty=2)], {"postcode": "12", "fuel": 900}, 2000 + 36 * 200 + 400),
            ([cube(1, bulky=True, qty=2)], {"postcode": "1", "goods": 6000}, 2500),
            ([cube(1), cube(1, bulky=True), cube(1, bulky=True)], {}, 2500),
        ):
            with self.subTest(items=items, more=more):
                self.assertIn(price, [p for name, p, _ in self.quotes(items, **more) if name == "standard"])

    def test_express(self):
        one = [cube(1)]
        self.assertEqual(self.quotes(one, "1"), [("standard", 1000, 3), ("express", 1750, 1)])
        self.assertEqual(self.quotes(one, "1", 6000), [("standard", 0, 3), ("express", 1750, 1)])
        self.assertEqual(self.quotes(one, "12"), [("standard", 1400, 5), ("express", 2150, 1)])
        self.assertEqual(self.quotes(one, "9A"), [("express", 0, 1), ("standard", 0, 4)])
        self.assertEqual(self.quotes(one, "7"), [("standard", 37, 4), ("express", 65, 1)])
        self.assertEqual(self.quotes(one, "1", fuel=1000), [("standard", 1100, 3), ("express", 1925, 1)])
        self.assertEqual(self.quotes([cube(1, bulky=True)], "1"), [("standard", 2500, 3)])
        self.assertEqual(self.quotes(one), [("standard", 1000, 2)])

    def test_refused(self):
        self.assertRaises(s.NotDeliverable, self.quotes, [cube(1), cube(31501)])
        with self.assertRaises(errors.Invalid) as nothing:
            self.quotes([])
        self.assertFalse(isinstance(nothing.exception, s.NotDeliverable))
        with self.assertRaises(errors.Invalid):
            self.quotes([cube(31501)])
