import io
import json
import shutil
import tempfile
import unittest
from pathlib import Path

from quern.serve import serve


class ServeTest(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        for name in ("config", "data", "reports", "views"):
            shutil.copytree(name, self.root / name)

    def lines(self, asked):
        out = io.StringIO()
        serve("w1", self.root, asked, out)
        return [line.split(" ", 2)[2].rsplit(" ", 2)[0] for line in out.getvalue().splitlines()[1:]]

    def test_a_reload_brings_new_views(self):
        def asked():
            yield json.dumps({"id": 1, "query": "reports/late_by_city.q", "params": {"today": "@2026-02-01"}})
            (self.root / "views" / "tool_use.q").write_text("from tools | where id < 4 | select id, name, uses = 1, earned = 1")
            for name in ("branch_use", "category_use"):
                (self.root / "views" / f"{name}.q").unlink()
            yield json.dumps({"reload": True})
            yield json.dumps({"id": 2, "query": "reports/busiest_tools.q", "params": {}})

        self.assertEqual(self.lines(asked())[2], "#2 reports/busiest_tools.q {} 3 rows")

    def test_a_failed_reload_changes_nothing(self):
        def asked():
            (self.root / "views" / "tool_use.q").write_text("from nowhere")
            yield json.dumps({"reload": True})
            yield json.dumps({"id": 2, "query": "reports/busiest_tools.q", "params": {}})

        lines = self.lines(asked())
        self.assertTrue(lines[0].startswith("reload failed"))
        self.assertEqual(lines[1], "#2 reports/busiest_tools.q {} 10 rows")
