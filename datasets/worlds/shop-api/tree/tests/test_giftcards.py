import sqlite3
import unittest

from shop import giftcards
from tests.helpers import Shop


class GiftCards(unittest.TestCase):
    def setUp(self):
        self.shop = Shop()

    def test_issue_and_show(self):
        body = {"code": "g-1", "currency": "EUR", "amount": 19.99}
        self.assertEqual(self.shop.call("POST", "/giftcards", body, "desk")[0], 201)
        self.assertEqual(
            self.shop.call("GET", "/giftcards/G-1")[1],
            {"code": "G-1", "currency": "EUR", "balance": 19.99, "blocked": False},
        )

    def test_a_card_pays_a_part(self):
        giftcards.issue(self.shop.ctx, "G-2", "EUR", 5)
        order = self.shop.order([("CD-BEES", 1)], pay=False)
        body = {"amount": order["total"] - 500, "gift_card": "G-2"}
        self.assertEqual(self.shop.call("POST", f"/orders/{order['id']}/pay", body)[0], 200)
        self.assertEqual(self.shop.call("GET", "/giftcards/G-2")[1]["balance"], 0)

    def test_a_balance_is_never_negative(self):
        giftcards.issue(self.shop.ctx, "G-3", "EUR", 5)
        with self.assertRaises(sqlite3.IntegrityError):
            self.shop.conn.execute(
                "INSERT INTO gift_card_entries (code, amount, kind, at) VALUES ('G-3', -6, 'redeem', '')"
            )


if __name__ == "__main__":
    unittest.main()
