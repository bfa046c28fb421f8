"""Measure how the pipeline grows: stages, queues and stores, with a worker that solves nothing.

`python -m benchmarks.pipeline --candidates 2 6 20` runs 180 cases x 3 repetitions for each number
of candidates through the product's own stages against the emulator, and prints a row for each."""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.aws.blobs import Blobs
from adapters.aws.queue import Queue
from adapters.dynamodb.claims import Claims
from adapters.dynamodb.decisions import DecisionCounts
from adapters.dynamodb.evidence import EvidenceStore
from adapters.dynamodb.items import Items
from adapters.dynamodb.publications import PublicationStore
from adapters.dynamodb.runs import RunStore
from adapters.run_completion import RunCompletion
from benchmarks.bill import Bill
from contracts import objects
from contracts.attempt import Attempt, Meter, Verification
from contracts.chunk import Chunk, GradeMessage, RunMessage
from contracts.config import Config
from contracts.ports import Listing
from contracts.price import Price
from contracts.run import RunKind, RunStatus
from functions.benchmark.cases.bank import shipped
from functions.benchmark.dispatch.dispatcher import Dispatcher
from functions.benchmark.grade.grader import Grader
from functions.benchmark.grade.recorder import Recorder
from functions.benchmark.runs.start import Starter, Worker
from functions.publish.publish import Publisher
from functions.publish.release import Releaser
from local.aws import client
from local.process import free_port
from local.servers import start_emulator

CASES_PER_TIER, REPETITIONS = 60, 3
_WORKERS, _GRADERS, _BATCH = 2, 2, 10
_MESSAGES = [{"role": "assistant", "text": "x" * 8_000}]


@dataclass(frozen=True)
class Row:
    """A row of the report; `usd` is for 1,000 cases, at list prices."""

    cases: int
    seconds: float
    per_case: dict[str, float]
    usd: float


class NoFleet:
    """A stand-in for Fargate: workers are threads here."""

    def running(self) -> int:
        return 1

    def start(self, started_by: str, count: int = 1) -> str | None:
        return None


class Bench:
    """All stages of a decider run, on one emulator."""

    def __init__(self, endpoint: str) -> None:
        self.bill = Bill()
        made = {name: client(name, endpoint) for name in ("dynamodb", "s3", "sqs")}
        _create(made)
        for each in made.values():
            self.bill.watch(each)
        items = Items(made["dynamodb"], "table")
        self.runs, self.blobs = RunStore(items), Blobs(made["s3"], "bucket")
        self.claims, evidence = Claims(items, 120), EvidenceStore(items)
        names = ("runs", "chunks", "replays", "grades", "publishes", "evaluations")
        self.queues = {
            n: Queue(made["sqs"], made["sqs"].get_queue_url(QueueName=n)["QueueUrl"]) for n in names
        }
        recorder = Recorder(self.runs, evidence, self.queues["publishes"])
        self.starter = Starter(
            self.runs,
            evidence,
            self.blobs,
            self.queues["runs"],
            _listing,
            Worker("image", "0", 99),
            shipped,
        )
        self.dispatcher = Dispatcher(
            runs=self.runs,
            documents=self.blobs,
            recorder=recorder,
            chunks=self.queues["chunks"],
            replays=self.queues["replays"],
            grades=self.queues["grades"],
            workers=NoFleet(),
        )
        self.grader = Grader(self.runs, self.blobs, recorder, self.queues["chunks"])
        live = PublicationStore(items)
        self.publisher = Publisher(
            runs=self.runs,
            ending=RunCompletion(self.runs, live, self.blobs),
            queue=self.queues["runs"],
            releaser=Releaser(self.runs, live, DecisionCounts(items)),
            evaluations=self.queues["evaluations"],
        )

    def measure(self, candidates: int) -> Row:
        began = time.monotonic()
        run = self.starter.start(
            RunKind.DECIDER, _config(candidates), datetime.now(UTC), fresh=True
        )
        self.dispatcher.dispatch(run.run_id, datetime.now(UTC))

        def over() -> bool:
            return self.runs.require(run.run_id).status is not RunStatus.RUNNING

        with ThreadPoolExecutor() as pool:
            loops = [pool.submit(self._work, over) for _ in range(_WORKERS)]
            loops += [
                pool.submit(self._drain, "grades", self._grade, over) for _ in range(_GRADERS)
            ]
            loops.append(pool.submit(self._drain, "publishes", self._publish, over))
            for loop in loops:
                loop.result()
        ended = self.runs.require(run.run_id)
        assert ended.status is RunStatus.COMPLETED, ended.error
        cases = run.cases * run.lanes
        return Row(
            cases=cases,
            seconds=time.monotonic() - began,
            per_case={name: n / cases for name, n in self.bill.requests.items()},
            usd=1000 * self.bill.usd / cases,
        )

    def _work(self, over: Callable[[], bool]) -> None:
        """Ask of AWS what a worker asks for a case, without solving it."""
        while True:
            message = self.queues["chunks"].receive(1, 120)
            if message is None:
                if over():
                    return
                continue
            chunk = Chunk.from_json(message.body)
            for case_id in chunk.case_ids:
                self._case(chunk, case_id, message.receipt)
            self.queues["chunks"].done(message)

    def _case(self, chunk: Chunk, case_id: str, holder: str) -> None:
        lane = (chunk.run_id, chunk.candidate, chunk.repetition)
        key = objects.attempt(*lane, case_id, chunk.attempt)
        assert self.blobs.get(key) is None
        assert self.runs.wanted(chunk)
        assert self.claims.take(chunk, case_id, holder)
        assert self.runs.result(*lane, case_id) is None
        assert self.blobs.get(key) is None
        self.blobs.put(key, _attempt(chunk, case_id).wire_json())
        self.claims.give_up(chunk, case_id, holder)
        self.queues["grades"].send(GradeMessage(run_id=chunk.run_id, key=key))

    def _drain(self, name: str, handle: Callable[[str], None], over: Callable[[], bool]) -> None:
        queue = self.queues[name]
        while not over():
            found = queue.client.receive_message(
                QueueUrl=queue.url, MaxNumberOfMessages=_BATCH, WaitTimeSeconds=1
            ).get("Messages", [])
            for message in found:
                handle(message["Body"])
            if found:
                entries: Any = [
                    {"Id": str(n), "ReceiptHandle": m["ReceiptHandle"]} for n, m in enumerate(found)
                ]
                queue.client.delete_message_batch(QueueUrl=queue.url, Entries=entries)

    def _grade(self, body: str) -> None:
        self.grader.grade(GradeMessage.from_json(body))

    def _publish(self, body: str) -> None:
        self.publisher.publish(RunMessage.from_json(body).run_id, datetime.now(UTC))


def _attempt(chunk: Chunk, case_id: str) -> Attempt:
    return Attempt(
        run_id=chunk.run_id,
        candidate=chunk.candidate,
        repetition=chunk.repetition,
        case_id=case_id,
        attempt=chunk.attempt,
        answer="no",
        latency_ms=1,
        meter=Meter(calls=1, cost_usd=0.001),
        verification=Verification(passed=False),
        messages=_MESSAGES,
    )


def _create(made: dict[str, Any]) -> None:
    made["dynamodb"].create_table(
        TableName="table",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
    )
    made["s3"].create_bucket(Bucket="bucket")
    for name in ("runs", "chunks", "replays", "grades", "publishes", "evaluations"):
        made["sqs"].create_queue(QueueName=name)


def _listing() -> Listing:
    models = [f"bench/{n}" for n in range(100)]
    price = Price(prompt=1e-6, completion=1e-6, cached=1e-7)
    return Listing("bench", dict.fromkeys(models, price), dict.fromkeys(models, True))


def _config(candidates: int) -> Config:
    return Config.from_wire(
        {
            "classifierModels": ["bench/0"],
            "deciderModels": [{"id": f"bench/{n}"} for n in range(candidates)],
            "minAccuracy": 0.7,
            "casesPerTier": CASES_PER_TIER,
            "deciderRepetitions": REPETITIONS,
            "updatedAt": datetime.now(UTC),
            "updatedBy": "benchmark",
        }
    )


def measure(candidates: int) -> Row:
    """Measure a run on an emulator of its own."""
    with ExitStack() as stack:
        logs = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="auto-routing-")))
        port = free_port()
        stack.callback(start_emulator(port, free_port(), logs).stop)
        return Bench(f"http://127.0.0.1:{port}").measure(candidates)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, nargs="+", default=[2, 6, 20])
    for candidates in parser.parse_args().candidates:
        row = measure(candidates)
        print(
            json.dumps(
                {
                    "candidates": candidates,
                    "cases": row.cases,
                    "seconds": round(row.seconds, 1),
                    "casesPerSecond": round(row.cases / row.seconds, 1),
                    **{f"{k}PerCase": round(v, 2) for k, v in row.per_case.items()},
                    "usdPer1000Cases": round(row.usd, 4),
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
