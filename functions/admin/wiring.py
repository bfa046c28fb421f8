"""The stores and stages behind the admin API, each made once."""

from adapters import clients
from adapters.blobs import Blobs
from adapters.configs import ConfigStore
from adapters.decisions import DecisionCounts
from adapters.evidence import EvidenceStore
from adapters.fargate import Fargate, FleetSettings
from adapters.items import Items
from adapters.listing import lister
from adapters.publications import PublicationStore
from adapters.queue import Queue
from adapters.runs import RunStore
from adapters.secrets import Secrets
from adapters.settings import settings
from functions.benchmark.bank import load_deciders
from functions.benchmark.control import Controller
from functions.benchmark.debug import Debugger
from functions.benchmark.regrade import Regrader
from functions.benchmark.start import Starter, Worker
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
