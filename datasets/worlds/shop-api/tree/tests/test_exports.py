import unittest

from shop.exports import registry
from shop.notify import mail
from tests.helpers import Shop


class Exports(unittest.TestCase):
    def test_accounting(self):
        shop = Shop()
        shop.order([("CD-BEES", 1), ("GD-SEED1", 1)])
        self.assertEqual(
            registry.render("accounting", shop.conn).splitlines()[1:],
            ["ORD-2025-00001;2025-11-03;7;6,40;5,98;0,42", "ORD-2025-00001;2025-11-03;19;13,72;11,53;2,19"],
        )

    def test_invoice(self):
        shop = Shop()
        order = shop.order([("CD-BEES", 1)])
        text = registry.render("invoice", shop.conn, order_id=order["id"])
        self.assertIn("8,50 €", text)
        self.assertIn("incl. 19% VAT 1,36 €", text)

    def test_feed(self):
        self.assertIn("GD-TWINE\tJute twine\t3.90 EUR\t2166 per kg", registry.render("feed-garden", Shop().conn))

    def test_mail(self):
        self.assertEqual(mail.friendly(1200, "EUR"), "€12")
        self.assertIn("€12.50", mail.compose("refund.requested", {"order": "ORD-1", "amount": 1250}))


if __name__ == "__main__":
    unittest.main()
