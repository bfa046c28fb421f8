import unittest
from pathlib import Path

from millrace.errors import ConfigError
from millrace.settings import load

FOLDER = Path(__file__).resolve().parents[1] / "config"


class Layers(unittest.TestCase):
    def test_the_later_layer_wins(self) -> None:
        found = load(FOLDER, "production", "mill-03", {"MILLRACE__CLAIM__BATCH": "9"})
        self.assertEqual((found.lease_seconds, found.claim_batch), (90, 9))
        self.assertEqual(found.pools["bulk"].threads, 6)
        self.assertEqual(found.kinds["mail"].max_attempts, 8)

    def test_old_names(self) -> None:
        self.assertEqual(load(FOLDER, "staging").claim_batch, 2)

    def test_a_kind_may_have_its_own_lease(self) -> None:
        found = load(FOLDER, "production")
        self.assertEqual((found.lease_ms("invoice_export"), found.lease_ms("mail")), (25_000, 90_000))

    def test_bad_values(self) -> None:
        with self.assertRaises(ConfigError) as told:
            load(FOLDER, "production", env={"MILLRACE__RETRY__JITTER": "some"})
        self.assertEqual(told.exception.key, "retry.jitter")


if __name__ == "__main__":
    unittest.main()
