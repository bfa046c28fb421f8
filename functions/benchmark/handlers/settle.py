"""Dead-letter queues of `chunks` and `replays`: what died there is tried once more, or given up."""

from typing import Any

from adapters import clients
from adapters.blobs import Blobs
from adapters.consumer import Consumer
from adapters.evidence import EvidenceStore
from adapters.items import Items
from adapters.queue import Queue
from adapters.runs import RunStore
from adapters.settings import Settings, settings
from adapters.telemetry import logger
from contracts.chunk import Chunk
from functions.benchmark.lost import Loser
from functions.benchmark.progress import Recorder


class _Settings(Settings):
    table_name: str
    bucket_name: str
    chunk_queue_url: str
    replay_queue_url: str
    grade_queue_url: str
    publish_queue_url: str
    dead_queue_url: str


_env = settings(_Settings)
_items = Items(clients.dynamodb(), _env.table_name)
_runs = RunStore(_items)
_publishes = Queue(clients.sqs(), _env.publish_queue_url)
_loser = Loser(
    runs=_runs,
    documents=Blobs(clients.s3(), _env.bucket_name),
    recorder=Recorder(_runs, EvidenceStore(_items), _publishes),
    chunks=Queue(clients.sqs(), _env.chunk_queue_url),
    replays=Queue(clients.sqs(), _env.replay_queue_url),
    grades=Queue(clients.sqs(), _env.grade_queue_url),
)


def _settle(body: str) -> None:
    chunk = Chunk.from_json(body)
    logger.warning(
        "chunk dead-lettered", extra={"run_id": chunk.run_id, "candidate": chunk.candidate}
    )
    _loser.settle(chunk)


_consumer = Consumer(_settle, Queue(clients.sqs(), _env.dead_queue_url))


def handler(event: dict[str, Any], context: Any) -> Any:
    return _consumer.consume(event, context)
