import json
import unittest

from shop import db
from shop.webhooks.signing import sign
from tests.helpers import Shop


class Hooks(unittest.TestCase):
    def setUp(self):
        self.shop = Shop(PAYLANE_HOOK_SECRET="new", PAYLANE_HOOK_SECRET_OLD="old")
        order = self.shop.order([("CD-BEES", 1)])
        self.shop.call("POST", f"/orders/{order['id']}/refunds", {"amount": 100, "reason": "goodwill"}, "desk")

    def send(self, kind, secret="new", **data):
        body = json.dumps({"type": kind, "data": {"id": "rf_1", "reference": "1", **data}}).encode()
        at = int(self.shop.clock.now().timestamp())
        return self.shop.call(
            "POST", "/hooks/paylane", body, None, None, {"X-Paylane-Signature": sign(secret, at, body)}
        )

    def test_a_refund_is_finished_once(self):
        self.assertEqual(self.send("refund.succeeded", "old"), (200, {"applied": True}))
        self.assertEqual(self.send("refund.failed"), (200, {"applied": False}))
        row = db.one(self.shop.conn, "SELECT state, provider_ref FROM refunds")
        self.assertEqual(tuple(row), ("done", "rf_1"))

    def test_only_with_a_signature(self):
        self.assertEqual(self.send("refund.succeeded", "wrong")[0], 401)
        self.assertEqual(self.send("payout.created"), (200, {"applied": False}))


if __name__ == "__main__":
    unittest.main()
