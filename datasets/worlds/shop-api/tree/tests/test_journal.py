import json
import tempfile
import unittest
from pathlib import Path

from shop import journal
from tests.helpers import database

AT = "2025-11-03T10:00:00Z"


def event(number, kind="stock.received", **data):
    data = data or {"sku": "CD-BEES", "warehouse": "LEI", "delta": number}
    return json.dumps({"seq": number, "at": AT, "type": kind, "data": data})


class Journal(unittest.TestCase):
    def segments(self, *texts):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        paths = [Path(place.name) / f"{n}.jsonl" for n in range(len(texts))]
        for path, lines in zip(paths, texts):
            path.write_text("\n".join(lines) + "\n")
        return paths

    def test_overlaps_and_voids(self):
        paths = self.segments([event(5), event(6)], [event(6), event(7), event(8, "void", seq=5)])
        conn = database()
        self.assertEqual(journal.replay(conn, journal.read(paths), after=4), 2)
        on_hand = conn.execute("SELECT on_hand FROM stock WHERE sku = 'CD-BEES'").fetchone()[0]
        self.assertEqual(on_hand, 60 + 6 + 7)

    def test_a_gap_stops_everything(self):
        conn = database()
        with self.assertRaises(journal.JournalError):
            journal.replay(conn, journal.read(self.segments([event(5), event(7)])), after=4)
        self.assertEqual(journal.replay(conn, journal.read(self.segments([event(5), event(7)])), 4, until=5), 1)

    def test_a_torn_line_is_the_last(self):
        torn = self.segments([event(5), event(6)[:20]])
        with self.assertRaises(journal.JournalError):
            journal.read(torn)
        self.assertEqual(list(journal.read(torn, allow_torn=True)), [5])
        with self.assertRaises(journal.JournalError):
            journal.read(self.segments([event(5)[:20], event(6)]), allow_torn=True)


if __name__ == "__main__":
    unittest.main()
