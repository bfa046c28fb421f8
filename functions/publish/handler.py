"""Queue `publishes`: runs whose lanes are all through, and changes by hand."""

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from adapters.aws import clients
from adapters.aws.blobs import Blobs
from adapters.aws.consumer import Consumer
from adapters.aws.queue import Queue
from adapters.dynamodb.decisions import DecisionCounts
from adapters.dynamodb.items import Items
from adapters.dynamodb.publications import PublicationStore
from adapters.dynamodb.runs import RunStore
from adapters.hot_path.cache import Cache
from adapters.run_completion import RunCompletion
from adapters.settings import Settings, settings
from adapters.telemetry import logger
from contracts.chunk import Refresh, RunMessage
from functions.publish.publish import Publisher
from functions.publish.release import Releaser


class _Settings(Settings):
    table_name: str
    bucket_name: str
    cache_url: str
    run_queue_url: str
    dead_queue_url: str


_env = settings(_Settings)
_items = Items(clients.dynamodb(), _env.table_name)
_runs = RunStore(_items)
_live = PublicationStore(_items)
_blobs = Blobs(clients.s3(), _env.bucket_name)
_publisher = Publisher(
    runs=_runs,
    ending=RunCompletion(_runs, _live, _blobs, Cache(_env.cache_url)),
    queue=Queue(clients.sqs(), _env.run_queue_url),
    releaser=Releaser(_runs, _live, DecisionCounts(_items)),
)


_MESSAGE: TypeAdapter[RunMessage | Refresh] = TypeAdapter(RunMessage | Refresh)


def _publish(body: str) -> None:
    message = _MESSAGE.validate_json(body)
    if isinstance(message, Refresh):
        _publisher.ending.refresh_copies()
        return
    came = _publisher.publish(message.run_id, datetime.now(UTC))
    logger.info("publish", extra={"run_id": message.run_id, "outcome": came})


_consumer = Consumer(_publish, Queue(clients.sqs(), _env.dead_queue_url))


def handler(event: dict[str, Any], context: Any) -> Any:
    return _consumer.consume(event, context)
