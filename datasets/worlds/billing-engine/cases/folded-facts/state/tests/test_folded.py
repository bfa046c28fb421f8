import unittest

from meterbook.metering.resolve import resolve
from meterbook.store import folded, records
from tests.support import change, database, usage, use_test_settings


class Folded(unittest.TestCase):
    def setUp(self):
        use_test_settings()
        self.db = database()

    def check(self, *events):
        for event in events:
            records.add_event(self.db, event)
        self.db.execute("DELETE FROM events")
        self.assertEqual(folded.facts(self.db, "acme"), resolve(events))

    def test_plain(self):
        self.check(usage("a", 5, "2026-05-02T10:00:00Z"), usage("b", 6, "2026-05-02T10:00:00Z"))

    def test_sent_again(self):
        self.check(usage("a", 5, "2026-05-02T10:00:00Z"), usage("a", 5, "2026-05-02T10:00:00Z", "2026-05-02T10:00:30Z"))

    def test_corrected(self):
        self.check(
            usage("a", 5, "2026-05-02T10:00:00Z"),
            change("x", "a", 1, "2026-05-03T10:00:00Z", 7),
            change("y", "a", 2, "2026-05-04T10:00:00Z", 8),
        )

    def test_waiting(self):
        self.check(change("x", "a", 1, "2026-05-03T10:00:00Z", 7), usage("a", 5, "2026-05-02T10:00:00Z"))

    def test_retracted(self):
        self.check(usage("a", 5, "2026-05-02T10:00:00Z"), change("x", "a", 1, "2026-05-03T10:00:00Z"))


if __name__ == "__main__":
    unittest.main()
