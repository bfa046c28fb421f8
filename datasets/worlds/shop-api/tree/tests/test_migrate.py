import tempfile
import unittest
from pathlib import Path

from shop import db, migrate
from shop.clock import FixedClock


class Migrate(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder, self.conn = Path(place.name), db.connect(":memory:")
        (self.folder / "0001_a.sql").write_text("CREATE TABLE a (n INTEGER);\nINSERT INTO a VALUES (1);\n")

    def run_all(self):
        return migrate.migrate(self.conn, None, FixedClock(), self.folder)

    def test_in_order_and_once(self):
        (self.folder / "0002_b.py").write_text("def up(conn):\n    conn.execute('UPDATE a SET n = n + 1')\n")
        self.assertEqual((self.run_all(), self.run_all()), ([1, 2], []))
        self.assertEqual(db.one(self.conn, "SELECT n FROM a")["n"], 2)

    def test_a_failed_one_leaves_nothing(self):
        (self.folder / "0002_b.sql").write_text("INSERT INTO a VALUES (2);\nINSERT INTO nowhere VALUES (1);\n")
        with self.assertRaises(Exception):
            self.run_all()
        self.assertEqual(migrate.version(self.conn), 1)
        self.assertEqual(len(db.rows(self.conn, "SELECT * FROM a")), 1)

    def test_applied_ones_do_not_change(self):
        self.run_all()
        (self.folder / "0001_a.sql").write_text("CREATE TABLE a (n TEXT);\n")
        with self.assertRaises(migrate.MigrationError):
            self.run_all()

    def test_the_shops_own(self):
        conn = db.connect(":memory:")
        self.assertEqual(migrate.migrate(conn, None, FixedClock()), sorted(migrate.available()))


if __name__ == "__main__":
    unittest.main()
