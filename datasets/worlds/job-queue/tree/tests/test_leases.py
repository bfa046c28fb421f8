import unittest

from millrace.errors import Permanent, StaleFence, Throttled
from millrace.store import dead, jobs, leases, tenants
from tests.support import NOW, PLAIN, claim, database, put, running


class Claiming(unittest.TestCase):
    def setUp(self) -> None:
        self.db = database()

    def test_the_most_urgent_job_comes_first(self) -> None:
        low, high = put(self.db, priority=1), put(self.db, priority=8)
        self.assertEqual([x.job_id for x in claim(self.db, limit=2)], [high, low])

    def test_waiting_is_worth_priority(self) -> None:
        old = put(self.db, priority=3)
        put(self.db, NOW + 600_000, priority=4)
        [lease] = claim(self.db, NOW + 600_000, aging_ms=240_000)
        self.assertEqual(lease.job_id, old)

    def test_a_tenant_at_its_limit_is_passed_over(self) -> None:
        tenants.set_limit(self.db, "acme", 1)
        first, _ = put(self.db), put(self.db)
        other = put(self.db, tenant="birch", priority=1)
        self.assertEqual([x.job_id for x in claim(self.db, limit=3)], [first, other])
        self.assertEqual(claim(self.db), [])

    def test_a_paused_queue_is_left_alone(self) -> None:
        put(self.db)
        self.db.execute("INSERT INTO queues VALUES ('q', 1)")
        self.assertEqual(claim(self.db), [])

    def test_a_job_is_leased_once(self) -> None:
        put(self.db)
        self.assertEqual(len(claim(self.db, limit=5)), 1)
        self.assertEqual(claim(self.db), [])


class Ending(unittest.TestCase):
    def setUp(self) -> None:
        self.db = database()
        self.id = put(self.db, max_attempts=2)
        [self.lease] = claim(self.db)

    def test_done(self) -> None:
        leases.ack(self.db, NOW, self.lease)
        self.assertEqual(jobs.get(self.db, self.id).state, "done")
        self.assertEqual(running(self.db), 0)

    def test_a_failed_attempt_waits(self) -> None:
        leases.nack(self.db, NOW, self.lease, ValueError(), PLAIN)
        job = jobs.get(self.db, self.id)
        self.assertEqual((job.state, job.run_at, job.attempts), ("ready", NOW + 1000, 1))

    def test_the_last_attempt_is_the_end(self) -> None:
        leases.nack(self.db, NOW, self.lease, ValueError(), PLAIN)
        [again] = claim(self.db, NOW + 1000)
        leases.nack(self.db, NOW, again, ValueError(), PLAIN)
        [letter] = dead.letters(self.db)
        self.assertEqual((letter["reason"], letter["error"]), ("exhausted", "ValueError"))

    def test_permanent_and_throttled(self) -> None:
        leases.nack(self.db, NOW, self.lease, Throttled(5000), PLAIN)
        job = jobs.get(self.db, self.id)
        self.assertEqual((job.state, job.run_at, job.attempts), ("ready", NOW + 5000, 0))
        [again] = claim(self.db, NOW + 5000)
        leases.nack(self.db, NOW, again, Permanent(), PLAIN)
        self.assertEqual(jobs.get(self.db, self.id).state, "dead")

    def test_a_lost_lease_cannot_finish(self) -> None:
        self.assertEqual(leases.reap(self.db, NOW + 60_000, PLAIN), [self.id])
        with self.assertRaises(StaleFence):
            leases.ack(self.db, NOW, self.lease)
        self.assertEqual(jobs.get(self.db, self.id).fence, 2)
        self.assertEqual(running(self.db), 0)

    def test_a_heartbeat_keeps_it(self) -> None:
        leases.heartbeat(self.db, NOW + 50_000, self.lease, 60_000)
        self.assertEqual(leases.reap(self.db, NOW + 60_000, PLAIN), [])

    def test_a_released_job_has_not_been_tried(self) -> None:
        leases.release(self.db, NOW, self.lease)
        job = jobs.get(self.db, self.id)
        self.assertEqual((job.state, job.attempts, job.fence), ("ready", 0, 1))

    def test_a_new_life(self) -> None:
        leases.nack(self.db, NOW, self.lease, Permanent(), PLAIN)
        dead.requeue(self.db, NOW + 5, self.id)
        job = jobs.get(self.db, self.id)
        self.assertEqual((job.state, job.attempts, job.fence), ("ready", 0, 2))
        self.assertEqual(dead.letters(self.db), [])


if __name__ == "__main__":
    unittest.main()
