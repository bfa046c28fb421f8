"""Every minute: runs that do not move are moved, or ended with what they have, and the copies of
what is live are compared with the truth."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from msgspec import Meta

from adapters import clients
from adapters.blobs import Blobs
from adapters.copies import Copies
from adapters.evidence import EvidenceStore
from adapters.fargate import Fargate, FleetSettings
from adapters.items import Items
from adapters.publications import PublicationStore
from adapters.queue import Queue
from adapters.runs import RunStore
from adapters.settings import settings
from adapters.telemetry import logger
from functions.benchmark.lost import Loser
from functions.benchmark.progress import Recorder
from functions.benchmark.sweep import Sweeper


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
_copies = Copies(PublicationStore(_items), _documents)
_chunks = Queue(clients.sqs(), _env.chunk_queue_url)
_publishes = Queue(clients.sqs(), _env.publish_queue_url)
_sweeper = Sweeper(
    runs=_runs,
    queue=Queue(clients.sqs(), _env.run_queue_url),
    chunks=_chunks,
    workers=Fargate.at(clients.ecs(), _env),
    loser=Loser(
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
    done = [f"{key}: repaired" for key in _copies.mend()] + _sweeper.sweep(datetime.now(UTC))
    logger.info("sweep", extra={"done": done})
    return {"done": done}
