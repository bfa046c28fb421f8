"""Make what the handlers of queues, schedules and the admin API use, from the environment."""

import os
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from adapters.aws import clients
from adapters.aws.blobs import Blobs
from adapters.aws.fargate import Fargate
from adapters.aws.queue import Queue
from adapters.aws.secrets import Secrets
from adapters.dynamodb.bank import BankStore
from adapters.dynamodb.claims import Claims
from adapters.dynamodb.configs import ConfigStore
from adapters.dynamodb.decisions import DecisionCounts
from adapters.dynamodb.evaluations import EvaluationStore
from adapters.dynamodb.evidence import EvidenceStore
from adapters.dynamodb.items import Items
from adapters.dynamodb.publications import PublicationStore
from adapters.dynamodb.runs import RunStore
from adapters.dynamodb.usage_reads import UsageReads

if TYPE_CHECKING:
    from adapters.aws.consumer import Consumer
    from adapters.live_copies import LiveCopies
    from adapters.run_completion import RunCompletion
    from contracts.ports import ModelLister


class Wiring:
    """The parts of a handler. Each is imported and made on first use, and kept. Raises KeyError
    that names a missing variable; handlers ask for their parts at import, so that it shows then."""

    def __init__(self, env: Mapping[str, str] = os.environ) -> None:
        self._env = env

    def variable(self, name: str) -> str:
        """Return the value of an environment variable."""
        try:
            return self._env[name]
        except KeyError:
            raise KeyError(f"environment: {name} missing") from None

    def queue(self, name: str) -> Queue:
        """Return the queue at `<NAME>_QUEUE_URL`."""
        return Queue(clients.sqs(), self.variable(f"{name.upper()}_QUEUE_URL"))

    def consumer(self, handle: Callable[[str], None]) -> "Consumer":
        """Return a consumer of messages whose dead ones go to the function's dead-letter queue."""
        from adapters.aws.consumer import Consumer

        return Consumer(handle, self.queue("dead"))

    def claims(self, seconds: int) -> Claims:
        """Return claims that expire after so many seconds."""
        return Claims(self._items, seconds)

    @cached_property
    def runs(self) -> RunStore:
        return RunStore(self._items)

    @cached_property
    def evidence(self) -> EvidenceStore:
        return EvidenceStore(self._items)

    @cached_property
    def bank(self) -> BankStore:
        return BankStore(self._items)

    @cached_property
    def configs(self) -> ConfigStore:
        return ConfigStore(self._items)

    @cached_property
    def publications(self) -> PublicationStore:
        return PublicationStore(self._items)

    @cached_property
    def evaluations(self) -> EvaluationStore:
        return EvaluationStore(self._items)

    @cached_property
    def decisions(self) -> DecisionCounts:
        return DecisionCounts(self._items)

    @cached_property
    def usage(self) -> UsageReads:
        return UsageReads(Items(clients.dynamodb(), self.variable("USAGE_TABLE_NAME")))

    @cached_property
    def documents(self) -> Blobs:
        return Blobs(clients.s3(), self.variable("BUCKET_NAME"))

    @cached_property
    def secrets(self) -> Secrets:
        return Secrets(clients.secretsmanager())

    @cached_property
    def workers(self) -> Fargate:
        names = ("CLUSTER", "TASK_DEFINITION", "SUBNETS", "SECURITY_GROUP")
        cluster, task, subnets, group = (self.variable(name) for name in names)
        return Fargate(clients.ecs(), cluster, task, tuple(subnets.split(",")), group)

    @cached_property
    def models(self) -> "ModelLister":
        from adapters.provider.lister import lister

        return lister(self.secrets, self.variable("PROVIDER_SECRET_ARN"))

    @cached_property
    def live_copies(self) -> "LiveCopies":
        from adapters.live_copies import LiveCopies

        return LiveCopies(self.publications, self.documents)

    @cached_property
    def run_completion(self) -> "RunCompletion":
        from adapters.hot_path.cache import Cache
        from adapters.run_completion import RunCompletion

        cache = Cache(self.variable("CACHE_URL"))
        return RunCompletion(self.runs, self.publications, self.documents, cache)

    @cached_property
    def _items(self) -> Items:
        return Items(clients.dynamodb(), self.variable("TABLE_NAME"))
