import shutil
import tempfile
import unittest
from pathlib import Path

from quire import db, migrate
from quire.errors import QuireError


class Migrate(unittest.TestCase):
    def test_all_migrations_are_applied_once(self):
        conn = db.connect(":memory:")
        done = migrate.migrate(conn)
        self.assertEqual(done, list(range(1, len(done) + 1)))
        self.assertEqual(migrate.migrate(conn), [])

    def test_a_semicolon_in_a_trigger_ends_no_statement(self):
        text = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\n-- the end\n"
        self.assertEqual(len(migrate.statements(text)), 1)

    def test_a_changed_migration_is_noticed(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "db"
            shutil.copytree(db.DB, folder)
            conn = db.connect(":memory:")
            migrate.migrate(conn, folder=folder)
            path = folder / "migrations" / "0005_rates.sql"
            path.write_text(path.read_text() + "\n-- more\n")
            with self.assertRaisesRegex(QuireError, "0005_rates"):
                migrate.migrate(conn, folder=folder)

    def test_floats_of_lines_become_minor_units(self):
        conn = db.connect(":memory:")
        migrate.migrate(conn, to=8)
        conn.execute("INSERT INTO currencies VALUES ('EUR', 2, 'Euro'), ('JPY', 0, 'Yen')")
        conn.execute("INSERT INTO accounts VALUES ('1', 'x', 'asset', NULL, NULL, '2020-01-01', NULL)")
        conn.execute("INSERT INTO entries VALUES (1, '2024-01-01', '', 'manual', NULL, NULL, 'posted', 'x', '')")
        conn.executemany(
            "INSERT INTO lines VALUES (?, 1, '1', ?, ?, ?)", [(4, "EUR", 0.29, 0.29), (7, "JPY", -150.0, -0.91), (9, "EUR", 1.005, 1.005)]
        )
        migrate.migrate(conn)
        found = [tuple(r) for r in conn.execute("SELECT id, amount_minor, base_minor FROM lines ORDER BY id")]
        self.assertEqual(found[:2], [(4, 29, 29), (7, -150, -91)])
