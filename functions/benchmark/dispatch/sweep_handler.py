"""Every minute: runs that do not move are moved, or ended with what they have, and the copies of
what is live are compared with the truth."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from msgspec import Meta

from adapters.aws import clients
from adapters.aws.blobs import Blobs
from adapters.aws.fargate import Fargate, FleetSettings
from adapters.aws.queue import Queue
from adapters.dynamodb.evidence import EvidenceStore
from adapters.dynamodb.items import Items
from adapters.dynamodb.publications import PublicationStore
from adapters.dynamodb.runs import RunStore
from adapters.live_copies import LiveCopies
from adapters.settings import settings
from adapters.telemetry import logger
from functions.benchmark.dispatch.dead_letters import DeadLetters
from functions.benchmark.dispatch.sweeper import Sweeper
from functions.benchmark.grade.recorder import Recorder


class _Settings(FleetSettings):
    table_name: str
    bucket_name: str
    run_queue_url: str
    chunk_queue_url: str
    replay_queue_url: str
    grade_queue_url: str
    publish_queue_url: str
    stall_seconds: Annotated[int, Meta(ge=1)] = 900
    give_up_seconds: Annotated[int, Meta(ge=1)] = 21_600


_env = settings(_Settings)
_items = Items(clients.dynamodb(), _env.table_name)
_runs = RunStore(_items)
_documents = Blobs(clients.s3(), _env.bucket_name)
_copies = LiveCopies(PublicationStore(_items), _documents)
_chunks = Queue(clients.sqs(), _env.chunk_queue_url)
_publishes = Queue(clients.sqs(), _env.publish_queue_url)
_sweeper = Sweeper(
    runs=_runs,
    queue=Queue(clients.sqs(), _env.run_queue_url),
    chunks=_chunks,
    workers=Fargate.at(clients.ecs(), _env),
    dead_letters=DeadLetters(
        runs=_runs,
        documents=_documents,
        recorder=Recorder(_runs, EvidenceStore(_items), _publishes),
        chunks=_chunks,
        replays=Queue(clients.sqs(), _env.replay_queue_url),
        grades=Queue(clients.sqs(), _env.grade_queue_url),
    ),
    stall=timedelta(seconds=_env.stall_seconds),
    give_up=timedelta(seconds=_env.give_up_seconds),
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """What was done, for whoever invokes it by hand."""
    done = [f"{key}: repaired" for key in _copies.repair()] + _sweeper.sweep(datetime.now(UTC))
    logger.info("sweep", extra={"done": done})
    return {"done": done}
