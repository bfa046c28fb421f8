import unittest

from quern.conformance.casefile import read, written
from quern.conformance.runner import Runner


class ConformanceTest(unittest.TestCase):
    def test_all_cases(self):
        runner = Runner("conformance")
        for path in runner.files():
            for case, engine, wanted, found in runner.failures(path):
                with self.subTest(f"{path.stem}: {case.name} ({engine})"):
                    self.assertEqual(found, wanted)

    def test_files_are_written_as_they_are_read(self):
        for path in Runner("conformance").files():
            with self.subTest(path.name):
                self.assertEqual(written(*read(path.read_text())), path.read_text())
