"""The worker's loop: a chunk is worked off once, announced, and never lost."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import boto3
import pytest

from adapters.aws.blobs import Blobs
from adapters.aws.queue import Queue
from adapters.dynamodb.claims import Claims
from adapters.dynamodb.runs import RunStore
from container.chunks import ChunkWorker
from container.lifetime import Lifetimes
from contracts import objects
from contracts.attempt import Attempt
from contracts.chunk import Chunk
from contracts.config import ServerMode
from contracts.dataset import DeciderTask
from contracts.limits import CaseLimits
from contracts.run import RunKind, RunStatus, WorkerVersion
from contracts.tier import Tier
from contracts.worker_tasks import WorkerTasks
from tests.container.conftest import Bench
from tests.container.upstream import KEY, script
from tests.samples import NOON, lane, result, run

LIMITS = {Tier.LOW: CaseLimits(timeout=30, max_calls=5, max_cost_usd=1)}
CASES = ("one", "two")
RUN = run().model_copy(update={"run_id": "run"})
LEASE = 120

OWN = WorkerVersion(cli_version="7", image="i")


def worker_tasks(*replies: dict[str, Any]) -> WorkerTasks:
    """Return tasks, each with the reply of its place."""
    tasks = [
        DeciderTask(case_id=case_id, tier=Tier.LOW, prompts=(script(reply),))
        for case_id, reply in zip(CASES, replies, strict=True)
    ]
    return WorkerTasks(
        run_id="run", limits=LIMITS, server=ServerMode.CHUNK, version=OWN, tasks=tuple(tasks)
    )


def chunk(**changes: Any) -> Chunk:
    found = Chunk(
        run_id="run",
        kind=RunKind.DECIDER,
        candidate="test/model",
        repetition=0,
        case_ids=CASES,
    )
    return found.model_copy(update=changes)


def key(case_id: str) -> str:
    return objects.attempt("run", "test/model", 0, case_id)


def taken(queue: Queue) -> list[dict[str, Any]]:
    answer = queue.client.receive_message(
        QueueUrl=queue.url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
    )
    return [dict(message) for message in answer.get("Messages", [])]


def delayed(queue: Queue) -> int:
    answer = queue.client.get_queue_attributes(
        QueueUrl=queue.url, AttributeNames=["ApproximateNumberOfMessagesDelayed"]
    )
    return int(answer["Attributes"]["ApproximateNumberOfMessagesDelayed"])


class Unstorable(Blobs):
    """A bucket that refuses every write."""

    def put_new(self, key: str, text: str) -> bool:
        raise OSError(f"{key}: out of reach")


@dataclass(frozen=True)
class Floor:
    bench: Bench
    worker: ChunkWorker

    def work(self, *bodies: str) -> None:
        self.bench.upstream.requests.clear()
        for body in bodies:
            self.worker.chunks.client.send_message(
                QueueUrl=self.worker.chunks.url, MessageBody=body
            )
        self.worker.run()

    def work_with(self, claims: Claims, *bodies: str) -> None:
        Floor(self.bench, replace(self.worker, claims=claims)).work(*bodies)

    def announced(self) -> list[str]:
        return sorted(json.loads(m["Body"])["key"] for m in taken(self.worker.grades))


@pytest.fixture
def floor(bench: Bench, blobs: Blobs, runs: RunStore) -> Iterator[Floor]:
    sqs = boto3.client("sqs")

    def queue(name: str) -> Queue:
        return Queue(sqs, sqs.create_queue(QueueName=name)["QueueUrl"])

    worker = ChunkWorker(
        chunks=queue("chunks"),
        grades=queue("grades"),
        dead=queue("dead"),
        documents=blobs,
        runs=runs,
        claims=Claims(runs.items, LEASE),
        pool=bench.pool,
        provider=bench.provider,
        lifetimes=Lifetimes(bench.pool),
        version=OWN,
        idle_seconds=0.1,
        pause_seconds=0,
        lease_seconds=LEASE,
    )
    runs.create(RUN)
    blobs.put(objects.tasks("run"), worker_tasks({"text": "1"}, {"text": "2"}).wire_json())
    yield Floor(bench, worker)
    worker.lifetimes.end()


def test_the_attempts_of_a_chunk_are_stored_and_announced(floor: Floor) -> None:
    floor.work(chunk().wire_json())
    stored = {case_id: str(floor.worker.documents.get(key(case_id))) for case_id in CASES}
    attempts = [Attempt.from_json(text) for text in stored.values()]
    assert [(a.case_id, a.answer, a.cause) for a in attempts] == [
        ("one", "1", None),
        ("two", "2", None),
    ]
    assert not any(KEY in text for text in stored.values())
    assert floor.announced() == [key("one"), key("two")]
    assert taken(floor.worker.dead) == []


def test_what_is_stored_is_announced_again_but_not_paid_again(floor: Floor) -> None:
    floor.work(chunk(case_ids=("one",)).wire_json())
    assert floor.announced() == [key("one")]
    floor.work(chunk().wire_json(), chunk().wire_json())
    paid = [asked for asked in floor.bench.upstream.requests if "messages" in asked]
    assert len(paid) == 1
    assert sorted(set(floor.announced())) == [key("one"), key("two")]


def test_a_chunk_that_nobody_can_work_off_is_buried_with_its_reason(floor: Floor) -> None:
    reasons = {
        "{": "JSON",
        "{}": "runId",
        chunk(run_id="other").wire_json(): "run other has no tasks in the bucket",
        chunk(case_ids=("one", "three")).wire_json(): "1 of them",
    }
    floor.work(*reasons)
    found = {m["Body"]: m["MessageAttributes"]["reason"] for m in taken(floor.worker.dead)}
    assert found.keys() == reasons.keys()
    for body, named in reasons.items():
        assert named in found[body]["StringValue"]
    assert floor.bench.upstream.requests == []


def test_a_chunk_comes_back_when_its_cases_cannot_be_announced(floor: Floor) -> None:
    sqs, grades = floor.worker.grades.client, floor.worker.grades.url
    sqs.delete_queue(QueueUrl=grades)
    sqs.send_message(QueueUrl=floor.worker.chunks.url, MessageBody=chunk().wire_json())
    message = floor.worker.chunks.receive(1, LEASE)
    assert message is not None
    floor.worker.take(message)
    (returned,) = taken(floor.worker.chunks)
    assert returned["Body"] == message.body
    assert floor.worker.documents.get(key("one"))


def test_a_worker_that_was_told_to_stop_takes_nothing(floor: Floor) -> None:
    floor.worker.stopping.set()
    floor.work(chunk().wire_json())
    (left,) = taken(floor.worker.chunks)
    assert left["Body"] == chunk().wire_json()


def test_a_duplicate_of_a_chunk_under_way_is_not_paid_and_comes_back_later(floor: Floor) -> None:
    floor.worker.claims.take(chunk(), "one", "the first delivery")
    floor.work(chunk().wire_json())
    assert len(floor.bench.upstream.requests) == 1
    assert floor.announced() == [key("two")]
    assert delayed(floor.worker.chunks) == 1


def test_what_the_first_delivery_stored_meanwhile_is_only_announced(floor: Floor) -> None:
    floor.work(chunk(case_ids=("one",)).wire_json())
    floor.announced()
    floor.worker.claims.take(chunk(), "one", "the first delivery")
    floor.work(chunk(case_ids=("one",)).wire_json())
    assert (floor.bench.upstream.requests, floor.announced()) == ([], [key("one")])


@pytest.mark.parametrize("ended", [RunStatus.CANCELLED, RunStatus.STOPPED_AT_BUDGET])
def test_a_chunk_of_a_run_that_was_ended_is_left_undone(floor: Floor, ended: RunStatus) -> None:
    floor.worker.runs.end(RUN, NOON, ended)
    floor.work(chunk().wire_json())
    assert (floor.bench.upstream.requests, floor.announced()) == ([], [])
    assert (taken(floor.worker.chunks), taken(floor.worker.dead)) == ([], [])


def test_a_chunk_left_over_from_before_a_resume_is_left_undone(floor: Floor) -> None:
    runs = floor.worker.runs
    runs.end(RUN, NOON, RunStatus.CANCELLED)
    assert runs.resume(RUN.model_copy(update={"round": 1}), RunStatus.CANCELLED) is None
    floor.work(chunk().wire_json())
    assert (floor.bench.upstream.requests, floor.announced()) == ([], [])
    floor.work(chunk(attempt=RUN.config.max_tries, case_ids=("one",)).wire_json())
    assert floor.announced() == [objects.attempt("run", "test/model", 0, "one", 4)]


def test_a_case_with_a_result_is_not_tried_again(floor: Floor) -> None:
    floor.worker.runs.add_lanes("run", [lane("test/model")])
    floor.worker.runs.record(result(RUN, "one", "test/model"))
    floor.work(chunk(attempt=1).wire_json())
    assert len(floor.bench.upstream.requests) == 1
    assert floor.worker.documents.get(objects.attempt("run", "test/model", 0, "one", 1)) is None


def test_a_case_that_could_not_be_stored_is_free_for_whoever_gets_the_chunk_next(
    floor: Floor,
) -> None:
    s3, bucket = floor.worker.documents.client, floor.worker.documents.bucket
    unstorable = replace(floor.worker, documents=Unstorable(s3, bucket))
    floor.worker.chunks.send(chunk(case_ids=("one",)))
    message = floor.worker.chunks.receive(1, LEASE)
    assert message is not None
    unstorable.take(message)
    floor.work()
    assert floor.announced() == [key("one")]
    assert delayed(floor.worker.chunks) == 0


def test_a_chunk_of_a_candidate_that_has_spent_its_budget_is_left_undone(floor: Floor) -> None:
    floor.worker.runs.add_lanes("run", [lane("test/model")])
    floor.worker.runs.stop_lane("run", lane("test/model"), "budget")
    floor.work(chunk().wire_json())
    assert (floor.bench.upstream.requests, floor.announced()) == ([], [])


def test_a_case_under_way_when_its_run_is_cancelled_still_counts(floor: Floor) -> None:
    class Cancelling(Claims):
        """Claims whose run is cancelled right after the first case has begun."""

        def take(self, chunk: Chunk, case_id: str, holder: str) -> bool:
            floor.worker.runs.end(RUN, NOON, RunStatus.CANCELLED)
            return super().take(chunk, case_id, holder)

    floor.work_with(Cancelling(floor.worker.runs.items, LEASE), chunk().wire_json())
    assert floor.announced() == [key("one")]
    assert len(floor.bench.upstream.requests) == 1


def test_a_chunk_of_a_run_with_another_worker_version_is_handed_back(floor: Floor) -> None:
    """Nothing is paid, stored or dead-lettered, and the receipt does not count."""
    other = WorkerVersion(cli_version="9.9", image="new")
    Floor(floor.bench, replace(floor.worker, version=other)).work(chunk().wire_json())
    assert floor.bench.upstream.requests == []
    assert floor.announced() == []
    assert taken(floor.worker.dead) == []
    assert delayed(floor.worker.chunks) == 1
