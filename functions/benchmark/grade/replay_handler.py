"""Queue `replays`: chunks of classifier candidates."""

from typing import Any

from adapters.aws import clients
from adapters.aws.blobs import Blobs
from adapters.aws.consumer import Consumer
from adapters.aws.queue import Queue
from adapters.aws.secrets import Secrets
from adapters.dynamodb.claims import Claims
from adapters.dynamodb.evidence import EvidenceStore
from adapters.dynamodb.items import Items
from adapters.dynamodb.runs import RunStore
from adapters.provider.client import provider_of
from adapters.settings import Settings, settings
from adapters.telemetry import logger
from contracts.chunk import Chunk
from functions.benchmark.grade.recorder import Recorder
from functions.benchmark.grade.replay import Replayer


class _Settings(Settings):
    table_name: str
    bucket_name: str
    replay_queue_url: str
    publish_queue_url: str
    dead_queue_url: str
    provider_secret_arn: str


_env = settings(_Settings)
_CLAIM_SECONDS = 180
_items = Items(clients.dynamodb(), _env.table_name)
_runs = RunStore(_items)
_documents = Blobs(clients.s3(), _env.bucket_name)
_publishes = Queue(clients.sqs(), _env.publish_queue_url)
_recorder = Recorder(_runs, EvidenceStore(_items), _publishes)
_secrets = Secrets(clients.secretsmanager())


def _replay(body: str) -> None:
    chunk = Chunk.from_json(body)
    logger.info("replay", extra={"run_id": chunk.run_id, "candidate": chunk.candidate})
    provider = provider_of(_secrets.provider(_env.provider_secret_arn))
    provider.warm()
    Replayer(
        runs=_runs,
        documents=_documents,
        recorder=_recorder,
        claims=Claims(_items, _CLAIM_SECONDS),
        replays=Queue(clients.sqs(), _env.replay_queue_url),
        complete=provider.complete,
    ).replay(chunk)


_consumer = Consumer(_replay, Queue(clients.sqs(), _env.dead_queue_url))


def handler(event: dict[str, Any], context: Any) -> Any:
    return _consumer.consume(event, context)
