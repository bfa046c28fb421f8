import sqlite3
import unittest

from millrace.errors import BadRequest, StaleFence, WrongState
from millrace.store import events, jobs, leases, tenants
from tests.support import NOW, claim, database, put, running


class Jobs(unittest.TestCase):
    def setUp(self) -> None:
        self.db = database()

    def test_an_active_key_is_used_once(self) -> None:
        first = put(self.db, dedupe_key="k")
        self.assertEqual(put(self.db, dedupe_key="k"), first)
        [lease] = claim(self.db)
        leases.ack(self.db, NOW, lease)
        self.assertNotEqual(put(self.db, dedupe_key="k"), first)

    def test_a_cancelled_job_is_lost_to_its_worker(self) -> None:
        job_id = put(self.db)
        [lease] = claim(self.db)
        jobs.cancel(self.db, NOW, job_id)
        with self.assertRaises(StaleFence):
            leases.ack(self.db, NOW, lease)
        with self.assertRaises(WrongState):
            jobs.cancel(self.db, NOW, job_id)

    def test_a_moved_job_counts_for_its_new_tenant(self) -> None:
        job_id = put(self.db)
        tenants.ensure(self.db, "birch")
        jobs.reassign(self.db, NOW, job_id, "birch")
        self.assertEqual([x.tenant for x in claim(self.db)], ["birch"])
        self.assertEqual((running(self.db), running(self.db, "birch")), (0, 1))

    def test_priorities_are_checked(self) -> None:
        with self.assertRaises(BadRequest):
            put(self.db, priority=10)

    def test_purge_keeps_the_dead(self) -> None:
        put(self.db)
        [lease] = claim(self.db)
        leases.ack(self.db, NOW, lease)
        self.assertEqual(jobs.purge(self.db, NOW + 1000, 500), 1)

    def test_everything_is_an_event(self) -> None:
        job_id = put(self.db)
        [lease] = claim(self.db)
        leases.ack(self.db, NOW, lease)
        kinds = [(row["kind"], row["fence"]) for row in events.since(self.db, 0)]
        self.assertEqual(kinds, [("put", 0), ("take", 1), ("done", 1)])
        self.assertEqual(jobs.get(self.db, job_id).fence, 1)

    def test_states_are_checked(self) -> None:
        with self.assertRaises(sqlite3.IntegrityError):
            self.db.execute("UPDATE jobs SET state = 'running'")
            put(self.db)
            self.db.execute("UPDATE jobs SET state = 'running'")


if __name__ == "__main__":
    unittest.main()
