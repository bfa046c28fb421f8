"""The worker as a process of its own, against the embedded AWS: it starts, stops and goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.blobs import Blobs
from adapters.items import Items
from adapters.queue import Queue
from adapters.runs import RunStore
from contracts import objects
from local.aws import CREDENTIALS, REGION, client
from local.process import clean_env, free_port
from local.servers import start_emulator
from tests.container.test_worker import chunk, key, sheet, taken
from tests.container.upstream import KEY, Upstream
from tests.samples import TABLE_SCHEMA, run

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    blobs: Blobs
    chunks: Queue
    grades: Queue
    env: dict[str, str]
    work: Path

    def start(self, log: Path) -> "subprocess.Popen[bytes]":
        with log.open("wb") as sink:
            return subprocess.Popen(
                [sys.executable, "-m", "container.worker"],
                cwd=ROOT,
                env=self.env,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def processes(self) -> list[str]:
        """The CLI's processes that still run below the working folder."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                folder = os.readlink(entry / "cwd")
            except OSError:
                continue
            if folder.startswith(str(self.work)):
                found.append((entry / "cmdline").read_text())
        return found


@pytest.fixture
def site(folder: Path, binary: Path, provider: Upstream, tmp_path: Path) -> Iterator[Site]:
    port = free_port()
    emulator = start_emulator(port, free_port(), tmp_path)
    try:
        yield _site(f"http://127.0.0.1:{port}", binary, provider, folder / "process")
    finally:
        emulator.stop()


def _site(endpoint: str, binary: Path, provider: Upstream, work: Path) -> Site:
    s3, sqs, secrets = (client(name, endpoint) for name in ("s3", "sqs", "secretsmanager"))
    dynamodb = client("dynamodb", endpoint)
    dynamodb.create_table(TableName="table", **TABLE_SCHEMA)
    RunStore(Items(dynamodb, "table")).create(run().model_copy(update={"run_id": "run"}))
    s3.create_bucket(Bucket="bucket")
    urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("c", "g", "d")}
    secret = json.dumps({"baseUrl": provider.base_url, "apiKey": KEY})
    env = clean_env(
        AWS_ENDPOINT_URL=endpoint,
        AWS_DEFAULT_REGION=REGION,
        **CREDENTIALS,
        TABLE_NAME="table",
        BUCKET_NAME="bucket",
        CHUNK_QUEUE_URL=urls["c"],
        GRADE_QUEUE_URL=urls["g"],
        DEAD_QUEUE_URL=urls["d"],
        PROVIDER_SECRET_ARN=secrets.create_secret(Name="s", SecretString=secret)["ARN"],
        SLOTS="1",
        IDLE_SECONDS="0.1",
        ISOLATION="preferred",
        WORK_DIR=str(work),
        KILO_BIN=str(binary),
    )
    return Site(Blobs(s3, "bucket"), Queue(sqs, urls["c"]), Queue(sqs, urls["g"]), env, work)


def test_a_stopped_worker_hands_its_chunk_back_and_the_next_one_ends_it(
    site: Site, provider: Upstream, tmp_path: Path
) -> None:
    site.blobs.put(
        objects.tasks("run"), sheet({"text": "1"}, {"text": "2", "sleep": 3}).wire_json()
    )
    site.chunks.send(chunk())
    provider.requests.clear()
    first = site.start(tmp_path / "first.log")
    _wait(lambda: len(provider.requests) == 2, first)
    assert _stopped(first) == 0
    assert (site.processes, list(site.work.iterdir())) == ([], [])
    assert site.blobs.get(key("one"))
    assert site.blobs.get(key("two")) is None

    second = site.start(tmp_path / "second.log")
    assert second.wait(60) == 0
    assert len(provider.requests) == 3
    assert json.loads(str(site.blobs.get(key("two"))))["answer"] == "2"
    assert taken(site.chunks) == []
    assert {json.loads(m["Body"])["key"] for m in taken(site.grades)} == {key("one"), key("two")}
    _logs_one_object_a_line(tmp_path / "second.log")


def _logs_one_object_a_line(log: Path) -> None:
    text = log.read_text()
    records: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    (done,) = [r for r in records if r["message"] == "case done"]
    assert (done["case_id"], done.get("cause"), done["cost_usd"]) == ("two", None, 0.001)
    assert KEY not in text
    assert "SCRIPT" not in text


def test_a_worker_stopped_while_it_starts_leaves_no_server_behind(
    site: Site, tmp_path: Path
) -> None:
    worker = site.start(tmp_path / "worker.log")
    _wait(lambda: bool(site.processes), worker)
    assert _stopped(worker) == 0
    assert site.processes == []


def _stopped(worker: "subprocess.Popen[bytes]") -> int:
    """Within ten seconds."""
    worker.send_signal(signal.SIGTERM)
    return worker.wait(10)


def _wait(there: Callable[[], bool], worker: "subprocess.Popen[bytes]") -> None:
    for _ in range(1200):
        if there():
            return
        assert worker.poll() is None, "the worker ended"
        time.sleep(0.05)
    _stopped(worker)
    raise AssertionError("it did not happen")
