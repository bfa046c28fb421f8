import unittest

from tests.helpers import Shop


class Catalogue(unittest.TestCase):
    def setUp(self):
        self.shop = Shop()

    def skus(self, query):
        return [p["sku"] for p in self.shop.call("GET", f"/products?{query}", token=None)[1]["items"]]

    def test_search(self):
        self.assertEqual(self.skus("q=candle"), ["CD-BEES", "CD-PINE"])
        self.assertEqual(self.skus("q=%25"), [])
        self.assertEqual(self.skus("category=home&limit=2&after=CD-PINE"), ["HM-BLANK", "HM-CUSH"])

    def test_a_price_begins_at_its_moment(self):
        body = {"price": 999, "valid_from": "2025-11-03T12:00:00Z"}
        self.assertEqual(self.shop.call("PUT", "/products/CD-BEES/price", body, "desk")[0], 200)
        self.shop.clock.advance(hours=1, minutes=59, seconds=59)
        self.assertEqual(self.shop.call("GET", "/products/CD-BEES")[1]["price"], 850)
        self.shop.clock.advance(seconds=1)
        self.assertEqual(self.shop.call("GET", "/products/CD-BEES")[1]["price"], 999)

    def test_what_is_taken_off_cannot_be_put_into_a_cart(self):
        self.shop.conn.execute("UPDATE products SET active = 0 WHERE sku = 'CD-BEES'")
        _, cart = self.shop.call("POST", "/carts")
        status, answer = self.shop.call("PUT", f"/carts/{cart['id']}/lines/CD-BEES", {"qty": 1})
        self.assertEqual((status, answer.get("field")), (422, "sku"))

    def test_the_past_stays(self):
        body = {"price": 999, "valid_from": "2025-11-03T09:59:59Z"}
        self.assertEqual(self.shop.call("PUT", "/products/CD-BEES/price", body, "desk")[0], 422)


if __name__ == "__main__":
    unittest.main()
