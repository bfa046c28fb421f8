"""Seals are the same on every machine."""

import hashlib

from quire import periods
from tests.support import BooksTest


class Sealing(BooksTest):
    def test_the_text_of_a_seal(self):
        self.book("2025-01-10", ("6300", 500), ("6200", 100), ("2100", -600))
        self.book("2025-01-20", ("1200", "USD", 70, 60), ("4100", -60))
        lines = ["1|1|6300|EUR|500|500", "1|2|6200|EUR|100|100", "1|3|2100|EUR|-600|-600", "2|4|1200|USD|70|60", "2|5|4100|EUR|-60|-60"]
        text = "".join(line + "\n" for line in lines)
        self.assertEqual(periods.seal(self.conn, "2025-01"), (hashlib.sha256(text.encode()).hexdigest(), 5))

    def test_a_note_is_not_sealed(self):
        entry = self.book("2025-01-20", ("6300", 500), ("2100", -500))
        before = periods.seal(self.conn, "2025-01")
        self.conn.execute("UPDATE entries SET memo = 'n' WHERE id = ?", (entry,))
        self.assertEqual(periods.seal(self.conn, "2025-01"), before)
