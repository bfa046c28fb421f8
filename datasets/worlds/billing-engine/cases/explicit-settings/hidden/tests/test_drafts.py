import unittest
from datetime import date
from decimal import Decimal

from meterbook.errors import NoRate
from meterbook.invoicing.draft import make_draft
from meterbook.metering.resolve import resolve
from meterbook.model import Credit
from meterbook.period import Period
from meterbook.tax.rates import EXPORT, REVERSE_CHARGE, rate_on, treatment
from hiddencheck.support import SETTINGS, catalog, charge, customer, plan, subscription, usage

MAY = Period(2026, 5)


class Drafts(unittest.TestCase):
    def draft(self, facts=(), credits=(), subs=None, who=None, plans=()):
        return make_draft(SETTINGS, who or customer(), MAY, subs or [subscription()], catalog(*plans), facts, credits)

    def test_fee_usage_tax(self):
        draft = self.draft(resolve([usage("a", 33, "2026-05-02T10:00:00Z")]))
        self.assertEqual([(line.ref, line.net) for line in draft.lines], [("p", 1000), ("calls", 330)])
        self.assertEqual((draft.net, draft.tax, draft.due), (1330, 253, 1583))

    def test_late_usage_is_left_out(self):
        draft = self.draft(resolve([usage("a", 33, "2026-05-02T10:00:00Z", "2026-06-04T00:00:00Z")]))
        self.assertEqual(len(draft.lines), 1)

    def test_segments(self):
        subs = [
            subscription("s1", until=date(2026, 5, 11)),
            subscription("s2", plan="q", start=date(2026, 5, 11), discount=Decimal("0.5")),
        ]
        plans = [plan("p", charge()), plan("q", charge(included=Decimal(31)), fee=Decimal(31))]
        facts = resolve([usage("a", 4, "2026-05-10T10:00:00Z"), usage("b", 25, "2026-05-11T10:00:00Z")])
        draft = self.draft(facts, subs=subs, plans=plans)
        found = [(line.ref, line.net) for line in draft.lines]
        self.assertEqual(found, [("p", 323), ("calls", 40), ("q", 1050), ("calls", 20)])

    def test_credits(self):
        credits = [
            Credit("b", "acme", "promo", 200, date(2026, 5, 1)),
            Credit("a", "acme", "promo", 300, date(2026, 4, 1), date(2026, 5, 31), scope="calls"),
            Credit("old", "acme", "promo", 900, date(2026, 4, 1), date(2026, 5, 30)),
            Credit("p", "acme", "prepaid", 100000, date(2026, 5, 31)),
        ]
        draft = self.draft(resolve([usage("a", 20, "2026-05-02T10:00:00Z")]), credits)
        self.assertEqual(draft.used, {"a": 200, "b": 200, "p": 952})
        self.assertEqual((draft.net, draft.tax, draft.due), (800, 152, 0))

    def test_treatment(self):
        day = date(2026, 2, 28)
        self.assertEqual(treatment(SETTINGS, customer(region="AT"), day)[0], Decimal("0.20"))
        self.assertEqual(treatment(SETTINGS, customer(region="AT"), date(2026, 3, 1))[0], Decimal("0.21"))
        self.assertEqual(treatment(SETTINGS, customer(region="FR", vat_id="FR1"), day), (0, REVERSE_CHARGE))
        self.assertEqual(treatment(SETTINGS, customer(region="US"), day), (0, EXPORT))
        self.assertEqual(rate_on(SETTINGS, "FR", "reduced", day), Decimal("0.20"))
        self.assertRaises(NoRate, rate_on, SETTINGS, "DE", "zero", day)


if __name__ == "__main__":
    unittest.main()
