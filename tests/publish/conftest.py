"""Provide the bench of the benchmark tests, too: publishing begins where measuring ends."""

import pytest

from adapters.aws.blobs import Blobs
from adapters.aws.queue import Queue
from adapters.dynamodb.decisions import DecisionCounts
from adapters.dynamodb.items import Items
from adapters.dynamodb.publications import PublicationStore
from adapters.dynamodb.runs import RunStore
from adapters.run_completion import RunCompletion
from functions.publish.publish import Publisher
from functions.publish.release import Releaser
from tests.benchmark.conftest import Outbox, bench

__all__ = ["bench"]


@pytest.fixture
def releaser(items: Items, runs: RunStore) -> Releaser:
    return Releaser(runs, PublicationStore(items), DecisionCounts(items))


@pytest.fixture
def publisher(
    items: Items, runs: RunStore, blobs: Blobs, queue: Queue, releaser: Releaser
) -> Publisher:
    live = PublicationStore(items)
    return Publisher(runs, RunCompletion(runs, live, blobs), queue, releaser, Outbox())
