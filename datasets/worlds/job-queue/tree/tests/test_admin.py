import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

from millrace import journal
from millrace.admin.api import Api
from millrace.admin.cli import main
from millrace.clock import ManualClock
from millrace.store import jobs, leases
from tests.support import NOW, PLAIN, claim, database, put


class Answers(unittest.TestCase):
    def setUp(self) -> None:
        self.db = database()
        self.api = Api(self.db, ManualClock(NOW), max_page=2)

    def post(self, path: str, **data: object) -> tuple[int, object]:
        return self.api.handle("POST", path, json.dumps(data), "mira")

    def test_pages(self) -> None:
        ids = [put(self.db) for _ in range(3)]
        _, first = self.api.handle("GET", "/jobs?limit=9")
        self.assertEqual([j["id"] for j in first["jobs"]], ids[:2])
        _, rest = self.api.handle("GET", f"/jobs?after={first['next']}")
        self.assertEqual(([j["id"] for j in rest["jobs"]], "next" in rest), (ids[2:], False))

    def test_no_reason_no_action(self) -> None:
        job_id = put(self.db)
        self.assertEqual(self.post(f"/jobs/{job_id}/cancel", reason=" ")[0], 400)
        self.assertEqual(jobs.get(self.db, job_id).state, "ready")

    def test_a_refused_action_leaves_no_audit(self) -> None:
        job_id = put(self.db)
        self.assertEqual(self.post(f"/jobs/{job_id}/requeue", reason="x")[0], 409)
        self.assertEqual(self.api.handle("GET", "/audit"), (200, []))

    def test_actions_are_noted(self) -> None:
        job_id = put(self.db)
        self.post(f"/jobs/{job_id}/move", reason="merger", tenant="birch")
        self.post("/queues/q/pause", reason="outage")
        [one, two] = self.api.handle("GET", "/audit")[1]
        self.assertEqual((one["actor"], one["action"], one["subject"]), ("mira", "move", "job 1"))
        self.assertEqual(two["subject"], "queue q")
        self.assertEqual(claim(self.db), [])

    def test_metrics(self) -> None:
        put(self.db)
        claim(self.db)
        text = self.api.handle("GET", "/metrics")[1]
        self.assertIn('millrace_tenant_running{tenant="acme"} 1', text)
        self.assertIn('millrace_jobs{queue="q",state="leased"} 1', text)


class CommandLine(unittest.TestCase):
    def run_cli(self, *argv: str) -> tuple[int, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            code = main(argv)
        return code, out.getvalue()

    def test_a_letter_is_requeued(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            file = f"{name}/m.db"
            self.run_cli("--db", file, "migrate")
            from millrace.store.connection import open_db

            db = open_db(file)
            put(db, max_attempts=1)
            [lease] = claim(db)
            leases.nack(db, NOW, lease, ConnectionError(), PLAIN)
            self.assertIn('"error": "ConnectionError"', self.run_cli("--db", file, "dead")[1])
            code, _ = self.run_cli("--db", file, "requeue", "1", "--reason", "MR-1")
            self.assertEqual((code, jobs.get(db, 1).state), (0, "ready"))
            db.close()


class Journal(unittest.TestCase):
    def test_segments_overlap(self) -> None:
        db = database()
        for number in range(5):
            put(db, payload={"n": number})
        with tempfile.TemporaryDirectory() as name:
            journal.export(db, journal.Writer(Path(name), rotate_lines=4, overlap=2))
            first = (Path(name) / "journal-1.log").read_text().splitlines()
            second = (Path(name) / "journal-2.log").read_text().splitlines()
        self.assertEqual((len(first), len(second)), (5, 4))
        self.assertEqual(second[1:3], first[-2:])
        self.assertEqual(second[0], "#millrace-journal v2 segment=2 from=3")


if __name__ == "__main__":
    unittest.main()
