"""Queue `runs`: cuts a new run into chunks and calls workers."""

from typing import Any

from adapters.aws import clients
from adapters.aws.blobs import Blobs
from adapters.aws.consumer import Consumer
from adapters.aws.fargate import Fargate, FleetSettings
from adapters.aws.queue import Queue
from adapters.dynamodb.evidence import EvidenceStore
from adapters.dynamodb.items import Items
from adapters.dynamodb.runs import RunStore
from adapters.settings import settings
from adapters.telemetry import logger
from contracts.chunk import RunMessage
from functions.benchmark.dispatch.dispatcher import Dispatcher
from functions.benchmark.grade.recorder import Recorder


class _Settings(FleetSettings):
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
_dispatcher = Dispatcher(
    runs=_runs,
    documents=Blobs(clients.s3(), _env.bucket_name),
    chunks=Queue(clients.sqs(), _env.chunk_queue_url),
    replays=Queue(clients.sqs(), _env.replay_queue_url),
    recorder=Recorder(_runs, EvidenceStore(_items), _publishes),
    grades=Queue(clients.sqs(), _env.grade_queue_url),
    workers=Fargate.at(clients.ecs(), _env),
)


def _dispatch(body: str) -> None:
    run_id = RunMessage.from_json(body).run_id
    logger.info("dispatch", extra={"run_id": run_id})
    _dispatcher.dispatch(run_id)


_consumer = Consumer(_dispatch, Queue(clients.sqs(), _env.dead_queue_url))


def handler(event: dict[str, Any], context: Any) -> Any:
    return _consumer.consume(event, context)
