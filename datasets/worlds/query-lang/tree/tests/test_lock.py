import shutil
import tempfile
import unittest
from pathlib import Path

from quern.catalog.catalog import Catalog
from quern.catalog.lock import Lock
from quern.errors import LockError


class LockTest(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        (self.root / "data").mkdir()
        (self.root / "views").mkdir()
        (self.root / "data" / "schema.toml").write_text('[a.columns]\nid = "int"\n')
        (self.root / "views" / "low.q").write_text("from a\n")
        (self.root / "views" / "high.q").write_text("from low\n")

    @property
    def lock(self):
        return Lock(Catalog.load(self.root), self.root / "views" / "LOCK.json")

    def test_views_are_frozen_from_below(self):
        with self.assertRaises(LockError):
            self.lock.freeze("high")
        self.lock.freeze("low")
        self.lock.freeze("high")
        self.assertIsNone(self.lock.problem("high"))

    def test_a_change_below_is_seen_above(self):
        self.lock.freeze("low")
        self.lock.freeze("high")
        (self.root / "data" / "schema.toml").write_text('[a.columns]\nid = "int?"\n')
        self.assertIn("columns and reads changed", self.lock.problem("low"))
        self.lock.freeze("low")
        self.assertIn("reads changed", self.lock.problem("high"))
        with self.assertRaises(LockError):
            self.lock.freeze("a")
