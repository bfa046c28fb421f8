"""The worker as a process of its own, against the emulator: it starts, stops and goes on."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from adapters.aws.blobs import Blobs
from adapters.aws.queue import Queue
from adapters.dynamodb.items import Items
from adapters.dynamodb.runs import RunStore
from container.sandbox.user import FIRST_UID, UIDS
from contracts import objects
from local import sandboxes
from local.aws import CREDENTIALS, REGION, client
from local.process import Child, clean_env, free_port
from local.servers import start_emulator
from tests.container.attacks.box import ROOT_ONLY, alive
from tests.container.test_worker import chunk, key, taken, worker_tasks
from tests.container.upstream import KEY, TEXT, Upstream
from tests.samples import TABLE_SCHEMA, run

ROOT = Path(__file__).resolve().parents[2]
# Numbers of sandboxes that no other test has.
FIRST = 10
pytestmark = ROOT_ONLY


@dataclass(frozen=True)
class Site:
    blobs: Blobs
    chunks: Queue
    grades: Queue
    env: dict[str, str]
    boxes: list[Child]

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
    def idle(self) -> bool:
        """Return whether nothing runs in the sandboxes but themselves."""
        numbers = range(FIRST, FIRST + len(self.boxes))
        users = (FIRST_UID + number * UIDS + k for number in numbers for k in range(1, 20))
        return not any(map(alive, users))


@pytest.fixture
def site(provider: Upstream, tmp_path: Path) -> Iterator[Site]:
    port, places = free_port(), [tmp_path / f"sandbox-{n}" for n in range(2)]
    with ExitStack() as stack:
        stack.callback(start_emulator(port, free_port(), tmp_path).stop)
        boxes = [
            sandboxes.start(place, FIRST + number, place / "log", {})
            for number, place in enumerate(places)
        ]
        for child in boxes:
            stack.callback(child.stop)
        yield _site(f"http://127.0.0.1:{port}", provider, places, boxes)


def _site(endpoint: str, provider: Upstream, places: list[Path], boxes: list[Child]) -> Site:
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
        CLI_VERSION="7",
        WORKER_IMAGE="i",
        SANDBOXES=",".join(map(str, places)),
        IDLE_SECONDS="0.1",
        ISOLATION="required",
    )
    return Site(Blobs(s3, "bucket"), Queue(sqs, urls["c"]), Queue(sqs, urls["g"]), env, boxes)


def test_a_stopped_worker_hands_its_chunk_back_and_the_next_one_ends_it(
    site: Site, provider: Upstream, tmp_path: Path
) -> None:
    site.blobs.put(
        objects.tasks("run"), worker_tasks({"text": "1"}, {"text": "2", "sleep": 3}).wire_json()
    )
    site.chunks.send(chunk())
    provider.requests.clear()
    first = site.start(tmp_path / "first.log")
    _wait(lambda: len(provider.requests) == 2, first)
    assert _stopped(first) == 0
    assert site.idle
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
    assert (done.get("cause"), done["cost_usd"]) == (None, 0.001)
    assert "case_id" not in done
    assert KEY not in text
    assert "SCRIPT" not in text


def test_a_worker_stopped_while_it_starts_leaves_no_server_behind(
    site: Site, tmp_path: Path
) -> None:
    site.blobs.put(objects.tasks("run"), worker_tasks({"text": "1"}, {"text": "2"}).wire_json())
    site.chunks.send(chunk())
    worker = site.start(tmp_path / "worker.log")
    _wait(lambda: not site.idle, worker)
    assert _stopped(worker) == 0
    assert site.idle


def test_a_task_ends_and_hands_its_chunk_back_when_a_sandbox_is_lost(
    site: Site, provider: Upstream, tmp_path: Path
) -> None:
    site.blobs.put(objects.tasks("run"), worker_tasks({"text": "1", "sleep": 3}, TEXT).wire_json())
    site.chunks.send(chunk())
    provider.requests.clear()
    worker = site.start(tmp_path / "worker.log")
    _wait(lambda: len(provider.requests) == 1, worker)
    for child in site.boxes:
        child.stop()
    assert worker.wait(60) == 1
    assert "a sandbox is lost" in (tmp_path / "worker.log").read_text()
    assert site.blobs.get(key("one")) is None
    assert len(taken(site.chunks)) == 1


def test_without_users_of_their_own_commands_of_real_models_are_not_run(
    site: Site, tmp_path: Path
) -> None:
    """On a machine where the sandbox is not root; the provider says of no model that it is
    simulated."""
    with _as_one_user(tmp_path) as places:
        for isolation, code in (("required", 1), ("preferred", 1), ("none", 0)):
            log = tmp_path / f"{isolation}.log"
            told = replace(site, env=site.env | {"SANDBOXES": places, "ISOLATION": isolation})
            assert told.start(log).wait(60) == code
            said = "not isolated" if code == 0 else "they could read the provider's key"
            assert said in log.read_text()


@contextmanager
def _as_one_user(folder: Path) -> Iterator[str]:
    """Start sandboxes as a user without root has them, and yield their folders."""
    with ExitStack() as stack:
        places = [folder / f"plain-{n}" for n in range(2)]
        for place in places:
            stack.callback(_plain(place).stop)
        yield ",".join(map(str, places))


def _plain(place: Path) -> Child:
    place.mkdir()
    env = {"SANDBOX_DIR": str(place), "WORK_DIR": str(place / "work"), "ISOLATION": "preferred"}
    program = (
        "import os; os.geteuid = lambda: 1000; from container.sandbox.__main__ import main; main()"
    )
    return Child.start("plain", [sys.executable, "-c", program], clean_env(**env), place / "log")


def _stopped(worker: "subprocess.Popen[bytes]") -> int:
    """Stop the worker and return its exit code. Raises TimeoutExpired after ten seconds."""
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
