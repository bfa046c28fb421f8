import subprocess
import sys
import unittest

from tests.support import HERE


class OwnDocsTest(unittest.TestCase):
    def test_our_own_documents_have_no_errors(self):
        command = [sys.executable, "-B", "-m", "heron", "check", "--no-cache"]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
