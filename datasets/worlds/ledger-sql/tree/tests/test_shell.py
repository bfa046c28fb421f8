"""The scripts of tests/shell run as tests, too."""

import os
import subprocess
import unittest

from quire.db import ROOT


class Shell(unittest.TestCase):
    def test_the_scripts(self):
        for script in sorted((ROOT / "tests" / "shell").glob("*.sh")):
            with self.subTest(script.name):
                done = subprocess.run(["bash", script], cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
