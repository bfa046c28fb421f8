"""Provide the bench of the benchmark tests, too: publishing begins where measuring ends."""

import pytest

from adapters.dynamodb.decisions import DecisionCounts
from adapters.dynamodb.items import Items
from adapters.dynamodb.publications import PublicationStore
from adapters.dynamodb.runs import RunStore
from functions.publish.release import Releaser
from tests.benchmark.conftest import bench

__all__ = ["bench"]


@pytest.fixture
def releaser(items: Items, runs: RunStore) -> Releaser:
    return Releaser(runs, PublicationStore(items), DecisionCounts(items))
