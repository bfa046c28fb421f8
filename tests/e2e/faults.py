"""Harm a running benchmark: kill processes, and double, lose and spoil messages."""

import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.aws.blobs import Blobs
from contracts import objects
from contracts.chunk import Chunk, GradeMessage, RunMessage
from contracts.run import Run
from functions.benchmark.cases import chunking, snapshot
from local.aws import client
from tests.e2e.conftest import Deployed

PROC = Path("/proc")


@dataclass(frozen=True)
class Harm:
    """The ways to harm one deployed stack."""

    deployed: Deployed

    def aws(self, service: str) -> Any:
        return client(service, self.deployed.endpoints.endpoint)

    def queue(self, name: str) -> str:
        urls = self.aws("sqs").list_queues()["QueueUrls"]
        (url,) = [u for u in urls if name in u]
        return str(url)

    def dead(self) -> int:
        """Return the number of messages in dead-letter queues and in `Parked`. A message that was
        just read counts, too."""
        sqs, count = self.aws("sqs"), "ApproximateNumberOfMessages"
        names = (count, f"{count}NotVisible")
        urls = [u for u in sqs.list_queues()["QueueUrls"] if "Dead" in u or "Parked" in u]
        assert urls
        found = (sqs.get_queue_attributes(QueueUrl=u, AttributeNames=names) for u in urls)
        return sum(int(each["Attributes"][name]) for each in found for name in names)

    def sweep(self) -> None:
        """Do what the schedule does every minute."""
        self.invoke("BenchmarkSweep", {})

    def invoke(self, name: str, event: dict[str, Any]) -> Any:
        functions = self.aws("lambda").list_functions()["Functions"]
        (found,) = [f["FunctionName"] for f in functions if name in f["FunctionName"]]
        answer = self.aws("lambda").invoke(FunctionName=found, Payload=json.dumps(event).encode())
        return json.loads(answer["Payload"].read())

    def kill_a_worker(self) -> bool:
        """Kill a worker task's process, and all that it started: a task ends as a whole. Return
        whether there was one."""
        return _kill("container.worker", self.deployed.endpoints.endpoint)

    def kill_a_grader(self) -> bool:
        """Kill a process in which the grading Lambda runs. Return whether there was one."""
        return _kill("_worker.py", "AWS_LAMBDA_FUNCTION_NAME=AutoRouting-BenchmarkGrade")

    def double(self, run: Run, chance: random.Random) -> int:
        """Send every message that the run has led to so far once more, in any order. Return how
        many."""
        messages: list[tuple[str, str]] = [("RunsQueue", RunMessage(run_id=run.run_id).wire_json())]
        messages += [("ChunksQueue", chunk.wire_json()) for chunk in self.chunks(run)]
        for key in self._attempts(run):
            grade = GradeMessage(run_id=run.run_id, key=key)
            messages.append(("GradesQueue", grade.wire_json()))
        messages.append(("PublishesQueue", RunMessage(run_id=run.run_id).wire_json()))
        chance.shuffle(messages)
        sqs, urls = self.aws("sqs"), {name: self.queue(name) for name, _ in messages}
        for name, body in messages:
            sqs.send_message(QueueUrl=urls[name], MessageBody=body)
        return len(messages)

    def chunks(self, run: Run) -> list[Chunk]:
        ids = list(snapshot.deciders(run.run_id, self._blobs()))
        lanes = chunking.lanes(run.kind, run.config, len(ids))
        return [chunk for lane in lanes for chunk in chunking.chunks(run, lane, ids)]

    def attempts(self, run: Run) -> int:
        """Return how many attempts its workers have stored; grading follows."""
        return len(self._attempts(run))

    def _attempts(self, run: Run) -> list[str]:
        return list(self._blobs().keys(objects.all_attempts(run.run_id)))

    def _blobs(self) -> Blobs:
        buckets = [b["Name"] for b in self.aws("s3").list_buckets()["Buckets"]]
        (name,) = [b for b in buckets if "storagebucket" in b.lower()]
        return Blobs(self.aws("s3"), name)

    @contextmanager
    def deaf(self, name: str, *, lost: bool) -> Iterator[None]:
        """Deliver no message of a queue until the block ends; then late, or not at all."""
        mappings = self.aws("lambda").list_event_source_mappings()["EventSourceMappings"]
        (found,) = [m for m in mappings if name in m["EventSourceArn"]]
        self.aws("lambda").update_event_source_mapping(UUID=found["UUID"], Enabled=False)
        try:
            yield
        finally:
            if lost:
                self.aws("sqs").purge_queue(QueueUrl=self.queue(name))
            self.aws("lambda").update_event_source_mapping(UUID=found["UUID"], Enabled=True)

    def be_quick(self) -> None:
        """Let messages of a killed Lambda come back within seconds instead of minutes."""
        for name in ("RunsQueue", "GradesQueue", "PublishesQueue"):
            self.aws("sqs").set_queue_attributes(
                QueueUrl=self.queue(name), Attributes={"VisibilityTimeout": "8"}
            )


@contextmanager
def meanwhile(act: Callable[[], None], every: float) -> Iterator[None]:
    """Repeat an act until the block ends."""
    over = threading.Event()

    def loop() -> None:
        while not over.wait(every):
            with suppress(ProcessLookupError):
                act()

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def until(true: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.5)


def _kill(command: str, variable: str) -> bool:
    """Kill one process, known by parts of its command and environment. Return whether there was
    one."""
    for entry in PROC.glob("[0-9]*"):
        with suppress(OSError):
            called = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if command in called and variable in (entry / "environ").read_bytes().decode():
                _kill_tree(int(entry.name))
                return True
    return False


def _kill_tree(pid: int) -> None:
    children = (PROC / str(pid) / "task" / str(pid) / "children").read_text().split()
    os.kill(pid, signal.SIGKILL)
    for child in children:
        with suppress(OSError):
            _kill_tree(int(child))


def numbers(summaries: Any) -> str:
    """Return summaries as JSON, without what depends on the clock."""
    timeless = [
        {k: v for k, v in s.wire().items() if not k.endswith("LatencyMs")} for s in summaries
    ]
    return json.dumps(timeless, sort_keys=True)
