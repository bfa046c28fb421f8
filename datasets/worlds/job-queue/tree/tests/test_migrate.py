import tempfile
import unittest
from pathlib import Path

from millrace.errors import MigrationError
from millrace.store.connection import open_db
from millrace.store.migrate import FOLDER, available, migrate


class Migrating(unittest.TestCase):
    def test_a_second_time_does_nothing(self) -> None:
        db = open_db(":memory:")
        self.assertEqual(migrate(db), [m.version for m in available()])
        self.assertEqual(migrate(db), [])

    def test_jobs_survive(self) -> None:
        db = open_db(":memory:")
        migrate(db, target=5)
        db.execute(
            "INSERT INTO jobs (queue, kind, state, run_at, created_at, attempts)"
            " VALUES ('q', 'mail', 'running', 1, 1, 3)"
        )
        migrate(db)
        row = db.execute("SELECT state, fence, tenant FROM jobs").fetchone()
        self.assertEqual(tuple(row), ("leased", 3, "default"))

    def test_history_is_not_edited(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            for path in FOLDER.glob("*.sql"):
                (Path(name) / path.name).write_text(path.read_text())
            db = open_db(":memory:")
            migrate(db, Path(name))
            first = Path(name) / "0001_jobs.sql"
            first.write_text(first.read_text() + "-- \n")
            with self.assertRaises(MigrationError):
                migrate(db, Path(name))


if __name__ == "__main__":
    unittest.main()
