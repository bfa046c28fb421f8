import itertools
import unittest
from datetime import date
from decimal import Decimal

from meterbook.errors import BadEvent
from meterbook.metering.intake import read_event, read_lines
from meterbook.metering.resolve import orphans, resolve
from meterbook.metering.usage import cutoff, in_time, quantity
from meterbook.period import Period
from hiddencheck.support import SETTINGS, change, customer, usage

MAY = (date(2026, 5, 1), date(2026, 6, 1))


class Resolve(unittest.TestCase):
    def test_order_has_no_meaning(self):
        events = [
            usage("a", 5, "2026-05-02T10:00:00Z"),
            usage("a", 9, "2026-05-02T10:00:00Z", "2026-05-02T11:00:00Z"),
            change("x", "a", 1, "2026-05-03T10:00:00Z", 7),
            change("y", "a", 2, "2026-05-03T09:00:00Z", 8),
        ]
        for order in itertools.permutations(events):
            (fact,) = resolve(order)
            self.assertEqual((fact.quantity, fact.known.day), (Decimal(8), 3))

    def test_a_retraction_wins(self):
        events = [
            change("r", "a", 1, "2026-05-02T10:30:00Z"),
            usage("a", 5, "2026-05-02T10:00:00Z"),
            change("x", "a", 4, "2026-05-09T10:00:00Z", 7),
        ]
        self.assertEqual(resolve(events), [])

    def test_moved_and_moved_back(self):
        events = [
            usage("a", 5, "2026-05-02T10:00:00Z"),
            change("x", "a", 1, "2026-05-03T10:00:00Z", 5, at="2026-04-30T10:00:00Z"),
        ]
        self.assertEqual(resolve(events)[0].at.month, 4)
        events.append(change("y", "a", 2, "2026-05-03T10:00:00Z", 5))
        self.assertEqual(resolve(events)[0].at.month, 5)

    def test_orphans(self):
        lone = change("x", "nothing", 1, "2026-05-03T10:00:00Z", 5)
        self.assertEqual(resolve([lone]), [])
        self.assertEqual(orphans([lone, usage("a", 1, "2026-05-03T10:00:00Z")]), [lone])


class Usage(unittest.TestCase):
    def test_days_are_local(self):
        east = customer(utc_offset=540)
        facts = resolve([usage("a", 5, "2026-04-30T16:00:00Z"), usage("b", 3, "2026-05-31T15:00:00Z")])
        self.assertEqual(quantity(SETTINGS, east, "calls", facts, *MAY), 5)
        self.assertEqual(quantity(SETTINGS, customer(), "calls", facts, *MAY), 3)

    def test_daily_peaks_are_rounded_up_once(self):
        rows = [(1, 700, "02T01"), (2, 900, "02T05"), (3, 800, "03T01")]
        facts = resolve([usage(f"e{n}", q, f"2026-05-{d}:00:00Z", meter="bytes") for n, q, d in rows])
        self.assertEqual(quantity(SETTINGS, customer(), "bytes", facts, *MAY), 2)

    def test_cutoff(self):
        east = customer(utc_offset=540)
        self.assertEqual(cutoff(SETTINGS, east, "calls", Period(2026, 5)).isoformat(), "2026-06-03T15:00:00+00:00")
        events = [
            usage("a", 1, "2026-05-31T10:00:00Z", "2026-06-03T14:59:59Z"),
            usage("b", 1, "2026-05-31T10:00:00Z", "2026-06-03T15:00:00Z"),
        ]
        self.assertEqual([in_time(SETTINGS, east, fact) for fact in resolve(events)], [True, False])


class Intake(unittest.TestCase):
    def test_refused(self):
        for text in ("[]", "{", '{"customer": "a"}', '{"kind": "void"}'):
            self.assertRaises(BadEvent, read_event, text)
        self.assertRaises(BadEvent, usage, "a", -1, "2026-05-02T10:00:00Z")
        self.assertRaises(BadEvent, usage, "a", 1, "2026-05-02T10:00:00Z", "2026-05-02T09:00:00Z")

    def test_lines(self):
        good, bad = read_lines(["# note", "", "{}"])
        self.assertEqual((good, [number for number, _ in bad]), ([], [3]))


if __name__ == "__main__":
    unittest.main()
