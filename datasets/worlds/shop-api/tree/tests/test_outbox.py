import json
import unittest

from shop import db
from shop.errors import UnknownEvent
from shop.webhooks import outbox, signing
from tests.helpers import Shop


class Outbox(unittest.TestCase):
    def setUp(self):
        self.shop = Shop(SHOP_WEBHOOK_MAX_ATTEMPTS="3")
        self.conn = self.shop.conn
        self.conn.execute("INSERT INTO webhook_endpoints VALUES (1, 'https://a.example.com', 's1', 'order.*', 1)")
        self.conn.execute("INSERT INTO webhook_endpoints VALUES (2, 'https://b.example.com', 's2', '*', 1)")
        self.sent, self.status = [], 200

    def post(self, url, headers, body, timeout):
        self.sent.append((url, headers, body))
        return self.status

    def states(self):
        return [r["state"] for r in db.rows(self.conn, "SELECT state FROM outbox ORDER BY id")]

    def test_everyone_gets_what_it_wants(self):
        outbox.emit(self.shop.ctx, "order.paid", {"order": "ORD-1", "total": 5})
        outbox.emit(self.shop.ctx, "refund.finished", {"refund": 1, "ok": True})
        self.assertEqual(outbox.deliver(self.shop.ctx, self.post), 2)
        self.assertEqual([url[8] for url, _, _ in self.sent], ["a", "b", "b"])
        signing.verify(["s1"], self.sent[0][1]["X-Shop-Signature"], self.sent[0][2], 1762164000)
        self.assertEqual(json.loads(self.sent[0][2])["data"], {"order": "ORD-1", "total": 5})

    def test_a_failure_waits_and_then_is_dead(self):
        outbox.emit(self.shop.ctx, "order.paid", {"order": "ORD-1", "total": 5})
        self.status = 500
        for wait in (30, 120, 600):
            self.assertEqual(outbox.deliver(self.shop.ctx, self.post), 0)
            self.shop.clock.advance(seconds=wait)
        self.assertEqual(self.states(), ["dead"])
        self.assertEqual(outbox.redrive(self.shop.ctx, "2025-11-03T10:00:00Z"), 1)
        self.assertEqual(self.states(), ["pending"])

    def test_events_are_those_of_the_contract(self):
        for event, data in (("order.lost", {}), ("order.paid", {"order": "x"})):
            with self.assertRaises(UnknownEvent):
                outbox.emit(self.shop.ctx, event, data)


if __name__ == "__main__":
    unittest.main()
