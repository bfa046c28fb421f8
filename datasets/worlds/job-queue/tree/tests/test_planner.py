import unittest

from millrace import planner
from millrace.store import jobs
from tests.support import database

HOUR = 3_600_000
BEGIN = 1_700_006_400_000  # a full hour


class Planner(unittest.TestCase):
    def setUp(self) -> None:
        self.db = database()

    def add(self, catch_up: str) -> None:
        given = {"queue": "q", "kind": "mail", "tenant": "acme", "catch_up": catch_up}
        planner.add(self.db, BEGIN, "hourly", "@hourly", **given)

    def test_what_was_missed(self) -> None:
        for catch_up, many in (("all", 3), ("last", 1), ("skip", 0)):
            with self.subTest(catch_up):
                self.db = database()
                self.add(catch_up)
                self.assertEqual(len(planner.tick(self.db, BEGIN + 3 * HOUR + 120_000)), many)

    def test_on_time(self) -> None:
        self.add("skip")
        [made] = planner.tick(self.db, BEGIN + HOUR + 5)
        job = jobs.get(self.db, made)
        self.assertEqual((job.run_at, job.dedupe_key), (BEGIN + HOUR, f"hourly@{BEGIN + HOUR}"))
        self.assertEqual(planner.tick(self.db, BEGIN + HOUR + 9), [])

    def test_a_change_keeps_the_watermark(self) -> None:
        self.add("all")
        planner.tick(self.db, BEGIN + HOUR)
        planner.add(
            self.db, BEGIN + 9 * HOUR, "hourly", "@hourly", queue="q", kind="mail", tenant="birch"
        )
        row = self.db.execute("SELECT fired_until, tenant FROM schedules").fetchone()
        self.assertEqual(tuple(row), (BEGIN + HOUR, "birch"))


if __name__ == "__main__":
    unittest.main()
