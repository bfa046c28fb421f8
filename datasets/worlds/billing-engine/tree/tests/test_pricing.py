import unittest
from datetime import date
from decimal import Decimal

from meterbook.catalog.plans import Catalog, load_catalog
from meterbook.catalog.pricing import price
from meterbook.errors import UnknownRef
from meterbook.model import Tier
from meterbook.period import Period
from tests.support import charge, plan

TIERS = (Tier(Decimal(10), Decimal(2)), Tier(Decimal(20), Decimal(1), Decimal(5)), Tier(None, Decimal("0.5")))


class Prices(unittest.TestCase):
    def test_graduated(self):
        graduated = charge(model="graduated", tiers=TIERS)
        found = [price(graduated, Decimal(q), 30, 30) for q in (0, 10, 11, 20, 30)]
        self.assertEqual(found, [0, 20, 26, 35, 40])

    def test_bounds_of_a_part(self):
        graduated = charge(model="graduated", tiers=TIERS)
        self.assertEqual(price(graduated, Decimal(8), 10, 31), 2 * 4 + 5 + 3 + Decimal("0.5"))

    def test_volume_and_package(self):
        volume = charge(model="volume", tiers=TIERS)
        self.assertEqual([price(volume, Decimal(q), 30, 30) for q in (0, 10, 11, 21)], [0, 20, 16, Decimal("10.5")])
        package = charge(model="package", package=Decimal(100), tiers=(Tier(None, Decimal(3)),), included=Decimal(50))
        self.assertEqual([price(package, Decimal(q), 30, 30) for q in (50, 51, 150, 151)], [0, 3, 3, 6])

    def test_minimum(self):
        least = charge(minimum=Decimal(31), included=Decimal(3))
        self.assertEqual(price(least, Decimal(0), 10, 31), 10)
        self.assertEqual(price(charge(minimum=Decimal(31), prorate=False), Decimal(0), 10, 31), 31)


class Versions(unittest.TestCase):
    def setUp(self):
        self.catalog = Catalog(
            [
                plan("p", version=1),
                plan("p", version=2, effective=date(2026, 2, 1)),
                plan("p", version=3, effective=date(2026, 3, 15), migrate=True),
            ]
        )

    def version(self, start, month):
        return self.catalog.version_for("p", date.fromisoformat(start), Period.parse(month)).version

    def test_kept_and_migrated(self):
        self.assertEqual(self.version("2026-01-31", "2026-03"), 1)
        self.assertEqual(self.version("2026-02-01", "2026-03"), 2)
        self.assertEqual(self.version("2026-02-01", "2026-04"), 3)
        self.assertEqual(self.version("2026-03-15", "2026-03"), 3)

    def test_not_sold(self):
        self.assertRaises(UnknownRef, self.version, "2024-12-31", "2026-01")

    def test_shipped_plans(self):
        self.assertEqual(load_catalog("plans").ids(), ["basic", "metered-ch", "metered-jp", "team"])


if __name__ == "__main__":
    unittest.main()
