"""The stores and stages behind the admin API, each made once."""

from adapters.aws import clients
from adapters.aws.blobs import Blobs
from adapters.aws.fargate import Fargate, FleetSettings
from adapters.aws.queue import Queue
from adapters.aws.secrets import Secrets
from adapters.dynamodb.configs import ConfigStore
from adapters.dynamodb.decisions import DecisionCounts
from adapters.dynamodb.evidence import EvidenceStore
from adapters.dynamodb.items import Items
from adapters.dynamodb.publications import PublicationStore
from adapters.dynamodb.runs import RunStore
from adapters.provider.listing import lister
from adapters.settings import settings
from functions.benchmark.cases.load import load_deciders
from functions.benchmark.debug.debug import Debugger
from functions.benchmark.runs.regrade import Regrader
from functions.benchmark.runs.resume import Controller
from functions.benchmark.runs.start import Starter, Worker
from functions.publish.release import Releaser


class _Settings(FleetSettings):
    table_name: str
    bucket_name: str
    run_queue_url: str
    chunk_queue_url: str
    publish_queue_url: str
    provider_secret_arn: str
    worker_image: str
    cli_version: str
    max_tasks: int


_env = settings(_Settings)
_items = Items(clients.dynamodb(), _env.table_name)
_evidence = EvidenceStore(_items)
_run_queue = Queue(clients.sqs(), _env.run_queue_url)
configs = ConfigStore(_items)
runs = RunStore(_items)
live = PublicationStore(_items)
documents = Blobs(clients.s3(), _env.bucket_name)
models = lister(Secrets(clients.secretsmanager()), _env.provider_secret_arn)
starter = Starter(
    runs=runs,
    evidence=_evidence,
    documents=documents,
    queue=_run_queue,
    models=models,
    worker=Worker(_env.worker_image, _env.cli_version, _env.max_tasks),
)
controller = Controller(runs, _run_queue)
releaser = Releaser(runs, live, DecisionCounts(_items))
publishes = Queue(clients.sqs(), _env.publish_queue_url)
regrader = Regrader(runs, documents, _evidence, starter, load_deciders)
debugger = Debugger(
    documents,
    Queue(clients.sqs(), _env.chunk_queue_url),
    Fargate.at(clients.ecs(), _env),
)
