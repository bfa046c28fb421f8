"""Tests of shipping quotes, by docs/shipping.md."""

import tempfile
import unittest
from pathlib import Path

from shop.errors import Invalid
from shop.shipping import Item, NotDeliverable, Quote, Zone, chargeable_g, load_zones, quotes, zone_of


def zone(name="Z", country="DE", prefix="", base=500, per_kg=100, free_from=None, express=False, island=0, days=2):
    return Zone(name, country, prefix, base, per_kg, free_from, express, island, days)


def item(weight=1000, size=(10, 10, 10), qty=1, bulky=False):
    return Item(weight, *size, qty=qty, bulky=bulky)


def ask(items=None, goods=0, fuel=0, zones=None, country="DE", postcode="04109", **more):
    return quotes([item()] if items is None else items, country, postcode, goods, zones or [zone(**more)], fuel)


def standard(*args, **more):
    [found] = [q for q in ask(*args, **more) if q.service == "standard"]
    return found.price


def express(*args, **more):
    [found] = [q for q in ask(*args, express=True, **more) if q.service == "express"]
    return found


class Zones(unittest.TestCase):
    ZONES = [zone("a", prefix=""), zone("c", prefix="259"), zone("b", prefix="25"), zone("at", country="AT")]

    def test_the_longest_prefix_wins(self):
        for code, name in (("25980", "c"), ("25000", "b"), ("04109", "a")):
            self.assertEqual(zone_of(self.ZONES, "DE", code).name, name)
            self.assertEqual(zone_of(self.ZONES[::-1], "DE", code).name, name)
        self.assertEqual(zone_of(self.ZONES, "AT", "25980").name, "at")

    def test_blanks_and_case(self):
        zones = [zone("gb", country="NL", prefix="30AB"), zone("all", country="NL")]
        self.assertEqual(zone_of(zones, "NL", " 30 ab 1").name, "gb")

    def test_no_zone(self):
        with self.assertRaises(NotDeliverable):
            zone_of([zone(prefix="1")], "DE", "2")
        with self.assertRaises(NotDeliverable):
            ask(country="PL")

    def test_the_file(self):
        head = "name,country,prefix,base,per_kg,free_from,express,island,days\n"
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "zones.csv"
            path.write_text(head + "a,DE,25,490,90,7500,yes,600,3\nb,SE,,1490,260,,no,0,5\n")
            found = load_zones(path)
        self.assertEqual(found[0], Zone("a", "DE", "25", 490, 90, 7500, True, 600, 3))
        self.assertEqual(found[1], Zone("b", "SE", "", 1490, 260, None, False, 0, 5))


class Private(unittest.TestCase):
    def test_volume(self):
        from shop.shipping import _volume_g

        self.assertEqual(_volume_g(item(1, (5001, 1, 1))), 2)


class Weight(unittest.TestCase):
    def test_steps(self):
        for weight, wanted in ((1, 500), (500, 500), (501, 1000), (1000, 1000)):
            self.assertEqual(chargeable_g([item(weight)]), wanted)

    def test_the_larger_counts_for_each_piece(self):
        self.assertEqual(chargeable_g([item(100, (100, 100, 500)), item(3000)]), 4000)
        self.assertEqual(chargeable_g([item(400, qty=3)]), 1500)
        self.assertEqual(chargeable_g([item(1, (100, 100, 300), qty=3)]), 2000)

    def test_volume_is_rounded_up(self):
        self.assertEqual(chargeable_g([item(1, (100, 100, 250))]), 500)
        self.assertEqual(chargeable_g([item(1, (2500001, 1, 1))]), 1000)
        self.assertEqual(chargeable_g([item(1, (2504999, 1, 1)), item(499)]), 1000)
        self.assertEqual(chargeable_g([item(1, (12, 1, 1), qty=500), item(1, (12, 1, 1))]), 1000)


class Freight(unittest.TestCase):
    def test_two_kilograms_are_included(self):
        self.assertEqual([standard([item(w)]) for w in (2000, 2001, 3000, 3001)], [500, 600, 600, 700])

    def test_parcels(self):
        self.assertEqual(standard([item(31500)]), 500 + 30 * 100)
        self.assertEqual(standard([item(10500, qty=3)]), 500 + 30 * 100)
        self.assertEqual(standard([item(16000, qty=2)]), 1000 + 28 * 100)
        self.assertEqual(standard([item(31500, qty=2)]), 1000 + 59 * 100)

    def test_too_heavy_is_about_real_weight(self):
        with self.assertRaises(NotDeliverable):
            ask([item(31501)])
        self.assertEqual(standard([item(1, (1000, 1000, 200))]), 1000 + 36 * 100)

    def test_fuel_is_on_base_and_kilograms(self):
        self.assertEqual(standard([item(3000)], fuel=1000), 660)
        self.assertEqual(standard(base=490, fuel=650), 490 + 32)
        self.assertEqual(standard(base=50, fuel=100), 51)
        self.assertEqual(standard(base=49, fuel=100), 49)

    def test_an_island_pays_its_charge_once_instead(self):
        self.assertEqual(standard([item(16000, qty=2)], fuel=1000, island=700), 1000 + 2800 + 700)


class Standard(unittest.TestCase):
    def test_free_from(self):
        for goods, wanted in ((4999, 550), (5000, 0), (5001, 0)):
            self.assertEqual(standard(goods=goods, free_from=5000, fuel=1000), wanted)
        self.assertEqual(standard(goods=10**6), 500)
        self.assertEqual(standard(goods=5000, free_from=5000, island=700), 700)

    def test_bulky(self):
        both = [item(bulky=True), item(bulky=True, qty=2), item()]
        self.assertEqual(standard(both, fuel=1000), 770 + 1500)
        self.assertEqual(standard([item(bulky=True)], goods=9000, free_from=5000), 2000)

    def test_days_are_of_the_zone(self):
        self.assertEqual(ask(days=6), [Quote("standard", 500, 6)])


class Express(unittest.TestCase):
    def test_price(self):
        self.assertEqual(express(), Quote("express", 875, 1))
        self.assertEqual(express(base=502).price, 879)
        self.assertEqual(express(base=501).price, 877)
        self.assertEqual(express(fuel=1000).price, 963)
        self.assertEqual(express(island=300).price, 1175)

    def test_never_free(self):
        self.assertEqual(express(goods=9000, free_from=5000).price, 875)

    def test_where(self):
        self.assertEqual([q.service for q in ask()], ["standard"])
        self.assertEqual([q.service for q in ask([item(), item(bulky=True)], express=True)], ["standard"])


class Order(unittest.TestCase):
    def test_the_cheapest_first(self):
        self.assertEqual([q.service for q in ask(express=True)], ["standard", "express"])

    def test_equal_prices_the_faster_first(self):
        found = ask(base=0, per_kg=0, express=True, days=4)
        self.assertEqual([(q.service, q.days) for q in found], [("express", 1), ("standard", 4)])

    def test_nothing_to_ship(self):
        with self.assertRaises(Invalid) as caught:
            ask([])
        self.assertNotIsInstance(caught.exception, NotDeliverable)
        self.assertTrue(issubclass(NotDeliverable, Invalid))


if __name__ == "__main__":
    unittest.main()
