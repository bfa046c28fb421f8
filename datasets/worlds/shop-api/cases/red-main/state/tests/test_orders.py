import unittest
from datetime import date

from shop import db
from tests.helpers import Shop


class Orders(unittest.TestCase):
    def setUp(self):
        self.shop = Shop()

    def test_from_cart_to_doorstep(self):
        order = self.shop.order([("CD-PINE", 7), ("BK-LINEN", 1)], ["WELCOME5"])
        self.assertEqual(order["number"], "ORD-2025-00001")
        self.assertEqual(
            {n: order[n] for n in ("status", "subtotal", "discount", "shipping", "total")},
            {"status": "paid", "subtotal": 7730, "discount": 500, "shipping": 0, "total": 7230},
        )
        self.assertEqual(
            self.shop.call("POST", f"/orders/{order['id']}/pack", token="desk"),
            (200, {"list": {"BK-LINEN": 1, "CD-PINE": 7}}),
        )
        self.assertEqual(self.shop.call("POST", f"/orders/{order['id']}/ship", token="desk"), (200, {"pieces": 8}))
        left = db.rows(self.shop.conn, "SELECT warehouse, on_hand FROM stock WHERE sku = 'CD-PINE'")
        self.assertEqual([tuple(r) for r in left], [("LEI", 0), ("ROT", 2)])

    def test_a_payment_is_exact(self):
        order = self.shop.order([("CD-BEES", 1)], pay=False)
        status, answer = self.shop.call("POST", f"/orders/{order['id']}/pay", {"amount": order["total"] - 1})
        self.assertEqual((status, answer["error"], answer["due"]), (409, "conflict", order["total"]))
        self.assertEqual(self.shop.call("GET", f"/orders/{order['id']}")[1]["status"], "pending")

    def test_another_customers_order_does_not_exist(self):
        order = self.shop.order([("CD-BEES", 1)])
        self.assertEqual(self.shop.call("GET", f"/orders/{order['id']}", token="noor")[0], 404)

    def test_a_key_is_answered_once(self):
        _, cart = self.shop.call("POST", "/carts")
        self.shop.call("PUT", f"/carts/{cart['id']}/lines/CD-BEES", {"qty": 1})
        first = self.shop.call("POST", "/orders", {"cart": cart["id"]}, key="k")
        self.assertEqual(self.shop.call("POST", "/orders", {"cart": cart["id"]}, key="k"), first)
        self.assertEqual(self.shop.call("POST", "/orders", {"cart": 99}, key="k")[0], 409)
        self.assertEqual(self.shop.call("POST", "/orders", {"cart": cart["id"]}, key=None)[0], 422)

    def test_the_trail_of_an_order(self):
        order = self.shop.order([("CD-BEES", 1)])
        _, answer = self.shop.call("GET", f"/admin/orders/{order['id']}/audit", token="root")
        self.assertEqual([e["action"] for e in answer["entries"]], ["order.place", "order.pay"])
        events = [r["event"] for r in db.rows(self.shop.conn, "SELECT event FROM outbox ORDER BY id")]
        self.assertEqual(events, ["order.placed", "order.paid"])

    def test_refunds_are_at_most_the_total(self):
        order = self.shop.order([("CD-BEES", 2)])
        path, most = f"/orders/{order['id']}/refunds", order["total"]
        ask = {"amount": most - 100, "reason": "damaged"}
        self.assertEqual(self.shop.call("POST", path, ask, "desk")[0], 201)
        status, answer = self.shop.call("POST", path, {"amount": 101, "reason": "goodwill"}, "desk")
        self.assertEqual((status, answer["error"], answer["left"]), (409, "refund_too_large", 100))

    def test_numbers_begin_with_the_year(self):
        numbers = [self.shop.order([("CD-BEES", 1)], pay=False)["number"] for _ in range(2)]
        year = date.today().year
        self.assertEqual(numbers, [f"ORD-{year}-00001", f"ORD-{year}-00002"])

    def test_limits_are_by_bucket(self):
        shop = Shop(SHOP_RATE_COUPONS="2")
        _, cart = shop.call("POST", "/carts")
        asked = [shop.call("POST", f"/carts/{cart['id']}/coupons", {"code": "FRIEND"})[0] for _ in range(3)]
        self.assertEqual(asked, [200, 200, 429])


if __name__ == "__main__":
    unittest.main()
