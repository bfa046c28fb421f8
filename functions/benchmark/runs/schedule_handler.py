"""The schedule of recurring runs, off by default: starts a run with the saved config."""

from datetime import UTC, datetime
from typing import Any

from adapters.aws import clients
from adapters.aws.blobs import Blobs
from adapters.aws.queue import Queue
from adapters.aws.secrets import Secrets
from adapters.dynamodb.configs import ConfigStore
from adapters.dynamodb.evidence import EvidenceStore
from adapters.dynamodb.items import Items
from adapters.dynamodb.runs import RunStore
from adapters.provider.listing import lister
from adapters.settings import Settings, settings
from adapters.telemetry import logger
from contracts.admin import StartRun
from functions.benchmark.runs.start import Starter, Worker


class _Settings(Settings):
    table_name: str
    bucket_name: str
    run_queue_url: str
    provider_secret_arn: str
    worker_image: str
    cli_version: str
    max_tasks: int


_env = settings(_Settings)
_items = Items(clients.dynamodb(), _env.table_name)
_secrets = Secrets(clients.secretsmanager())
_starter = Starter(
    runs=RunStore(_items),
    evidence=EvidenceStore(_items),
    documents=Blobs(clients.s3(), _env.bucket_name),
    queue=Queue(clients.sqs(), _env.run_queue_url),
    models=lister(_secrets, _env.provider_secret_arn),
    worker=Worker(_env.worker_image, _env.cli_version, _env.max_tasks),
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """`event` is a StartRun. A run that cannot be started is an error of this function, so that it
    shows in its metric and not only in a log."""
    wanted = StartRun.from_wire(event)
    config = ConfigStore(_items).get()
    run = _starter.start(wanted.kind, config, datetime.now(UTC), fresh=wanted.fresh)
    logger.info("recurring run", extra={"run_id": run.run_id})
    return {"runId": run.run_id}
