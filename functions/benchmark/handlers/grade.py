"""Queue `grades`: attempts of decider candidates."""

from typing import Any

from adapters import clients
from adapters.blobs import Blobs
from adapters.consumer import Consumer
from adapters.items import Items
from adapters.queue import Queue
from adapters.runs import RunStore
from adapters.settings import Settings, settings
from adapters.telemetry import logger
from contracts.chunk import GradeMessage
from functions.benchmark.grading import Grader
from functions.benchmark.progress import Recorder


class _Settings(Settings):
    table_name: str
    bucket_name: str
    publish_queue_url: str
    dead_queue_url: str


_env = settings(_Settings)
_runs = RunStore(Items(clients.dynamodb(), _env.table_name))
_recorder = Recorder(_runs, Queue(clients.sqs(), _env.publish_queue_url))
_grader = Grader(_runs, Blobs(clients.s3(), _env.bucket_name), _recorder)


def _grade(body: str) -> None:
    message = GradeMessage.model_validate_json(body)
    logger.info("grade", extra={"key": message.key})
    _grader.grade(message)


_consumer = Consumer(_grade, Queue(clients.sqs(), _env.dead_queue_url))


def handler(event: dict[str, Any], context: Any) -> Any:
    return _consumer.consume(event, context)
