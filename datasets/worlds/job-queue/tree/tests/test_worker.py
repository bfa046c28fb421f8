import logging
import unittest
from dataclasses import replace
from pathlib import Path

from millrace.clock import ManualClock
from millrace.handlers import mail
from millrace.settings import load
from millrace.store import jobs, leases
from millrace.worker.runner import Worker
from tests.support import NOW, PLAIN, database, put

FOLDER = Path(__file__).resolve().parents[1] / "config"


class Working(unittest.TestCase):
    def setUp(self) -> None:
        logging.disable(logging.CRITICAL)
        self.db, self.clock = database(), ManualClock(NOW)
        self.settings = replace(load(FOLDER, "production"), retry=PLAIN)
        pool = self.settings.pools["fast"]
        self.worker = Worker(self.db, self.settings, pool, "w-1", self.clock)
        self.codes: list[int] = []
        mail.outbox.__init__()
        mail.transport = lambda to, text: self.codes.pop(0) if self.codes else 250

    def tearDown(self) -> None:
        mail.transport = None
        logging.disable(logging.NOTSET)

    def mail(self, **values: object) -> int:
        return put(self.db, queue="mail", payload={"to": "a@example.com", **values})

    def test_a_mail_is_sent(self) -> None:
        job_id = self.mail()
        self.assertEqual(self.worker.run_once(), 1)
        self.assertEqual(jobs.get(self.db, job_id).state, "done")

    def test_what_the_server_answers(self) -> None:
        for code, state in ((421, "ready"), (450, "ready"), (550, "dead")):
            job_id = self.mail()
            self.codes = [code]
            self.worker.run_once()
            self.assertEqual(jobs.get(self.db, job_id).state, state)

    def test_a_stopping_worker_gives_back(self) -> None:
        job_id = self.mail()
        self.worker.stopping.set()
        self.worker.run_once()
        self.assertEqual(jobs.get(self.db, job_id).attempts, 0)

    def test_an_unknown_kind_is_a_failure(self) -> None:
        job_id = put(self.db, queue="mail", kind="fax")
        self.worker.run_once()
        self.assertEqual(jobs.get(self.db, job_id).last_error, "ConfigError")

    def test_the_reaper_hands_on(self) -> None:
        job_id = self.mail()
        leases.claim(
            self.db, NOW, owner="gone", queues=["mail"], lease_ms=self.settings.lease_ms
        )
        self.clock.advance(90_000)
        self.assertEqual(self.worker.reap(), [job_id])


if __name__ == "__main__":
    unittest.main()
