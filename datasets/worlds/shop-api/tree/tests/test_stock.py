import unittest

from shop import db, stock
from shop.errors import OutOfStock
from tests.helpers import Shop


class Holds(unittest.TestCase):
    def setUp(self):
        self.shop = Shop()
        self.ctx, self.conn = self.shop.ctx, self.shop.conn
        self.conn.execute("INSERT INTO carts VALUES (1, 1, 'open', '', '')")

    def free(self, sku):
        return stock.total_available(self.conn, sku, self.shop.clock.now())

    def held(self):
        found = db.rows(self.conn, "SELECT warehouse, qty FROM holds WHERE state = 'held' ORDER BY id")
        return [tuple(row) for row in found]

    def test_a_hold_ends_at_its_moment(self):
        stock.hold(self.ctx, 1, "HM-LAMP", 2)
        self.shop.clock.advance(minutes=19, seconds=59)
        self.assertEqual(self.free("HM-LAMP"), 0)
        self.shop.clock.advance(seconds=1)
        self.assertEqual(self.free("HM-LAMP"), 2)

    def test_one_warehouse_is_preferred_to_a_split(self):
        stock.hold(self.ctx, 1, "CD-PINE", 5)
        self.assertEqual(self.held(), [("ROT", 5)])

    def test_a_split_empties_the_preferred_warehouse_first(self):
        stock.hold(self.ctx, 1, "CD-PINE", 7)
        self.assertEqual(self.held(), [("LEI", 4), ("ROT", 3)])

    def test_too_much_holds_nothing(self):
        with self.assertRaises(OutOfStock):
            stock.hold(self.ctx, 1, "CD-PINE", 10)
        self.assertEqual(self.held(), [])

    def test_an_order_gives_back_the_least_preferred_first(self):
        stock.hold(self.ctx, 1, "CD-PINE", 7)
        stock.commit_cart(self.ctx, 1, 77)
        self.assertEqual(stock.release_order(self.ctx, 77, "CD-PINE", 4), 4)
        left = db.rows(self.conn, "SELECT warehouse, qty FROM holds WHERE state = 'committed'")
        self.assertEqual([tuple(r) for r in left], [("LEI", 3)])

    def test_a_move_is_booked_once(self):
        now = self.shop.clock.now()
        self.assertTrue(stock.move(self.conn, "CD-BEES", "LEI", 5, "received", "r-1", now))
        self.assertFalse(stock.move(self.conn, "CD-BEES", "LEI", 5, "received", "r-1", now))
        self.assertEqual(self.free("CD-BEES"), 65)


if __name__ == "__main__":
    unittest.main()
