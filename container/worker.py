"""The worker: takes chunks off the queue until it is empty, and brings attempts back."""

import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path
from secrets import token_hex
from types import FrameType
from typing import Annotated
from uuid import uuid4

from msgspec import Meta

from adapters import clients
from adapters.blobs import Blobs
from adapters.claims import Claims
from adapters.items import Items
from adapters.queue import Queue
from adapters.runs import RunStore
from adapters.secrets import Secrets
from adapters.settings import Settings, settings
from adapters.telemetry import logger
from container.chunks import ChunkWorker
from container.isolation import Isolation, Wanted, isolate
from container.kilo import Home, kilo_binary
from container.leftovers import PROC
from container.limits import Limits
from container.proxy import MeteringProxy
from container.server import KiloServer, ServerDied
from container.slot import Slot


class WorkerSettings(Settings):
    table_name: str
    bucket_name: str
    chunk_queue_url: str
    grade_queue_url: str
    dead_queue_url: str
    provider_secret_arn: str
    slots: Annotated[int, Meta(ge=1, le=16)] = 2
    idle_seconds: Annotated[float, Meta(ge=0)] = 20
    lease_seconds: Annotated[int, Meta(ge=5, le=600)] = 120
    isolation: Wanted = "required"
    max_processes: Annotated[int, Meta(ge=8)] = 128
    max_memory_mib: Annotated[int, Meta(ge=64)] = 2048
    max_disk_mib: Annotated[int, Meta(ge=16)] = 2048
    work_dir: str = str(Path(tempfile.gettempdir()) / "auto-routing")


def main() -> None:
    """Ends with 1, and the reason in the log, when the worker cannot work at all."""
    try:
        _work(settings(WorkerSettings))
    except Exception:
        logger.exception("the worker cannot go on")
        sys.exit(1)


def _work(env: WorkerSettings) -> None:
    stopping = threading.Event()
    root = Path(env.work_dir) / uuid4().hex
    root.mkdir(parents=True)
    try:
        limits = Limits(
            processes=env.max_processes, memory_mib=env.max_memory_mib, disk_mib=env.max_disk_mib
        )
        isolation = isolate(env.isolation, kilo_binary(), root / "home", limits=limits)
        _warn(isolation)
        provider = Secrets(clients.secretsmanager()).provider(env.provider_secret_arn)
        home = Home.make(root, uuid4().hex)
        with MeteringProxy(provider) as proxy:
            _serve(env, KiloServer(home, proxy, isolation), stopping)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _warn(isolation: Isolation) -> None:
    if isolation.why_not:
        logger.warning("models run as the worker's user", extra={"reason": isolation.why_not})
    if not PROC.is_dir():
        logger.warning("without /proc, what a model leaves running is not ended")


def _serve(env: WorkerSettings, server: KiloServer, stopping: threading.Event) -> None:
    _stop_on_signal(stopping, server)
    try:
        with server:
            _run_slots(env, server, stopping)
    except ServerDied:
        if not stopping.is_set():
            raise


def _run_slots(env: WorkerSettings, server: KiloServer, stopping: threading.Event) -> None:
    sqs, blobs = clients.sqs(), Blobs(clients.s3(), env.bucket_name)
    items = Items(clients.dynamodb(), env.table_name)
    # Free before the message of a dead worker comes back: whoever found a case busy would send a
    # new message, and that one would not know how often the case has killed a worker.
    claim_seconds = env.lease_seconds * 2 // 3
    workers = [
        ChunkWorker(
            chunks=Queue(sqs, env.chunk_queue_url),
            grades=Queue(sqs, env.grade_queue_url),
            dead=Queue(sqs, env.dead_queue_url),
            documents=blobs,
            runs=RunStore(items),
            claims=Claims(items, claim_seconds),
            server=server,
            slot=Slot(server.home.root / "slots" / token_hex(8)),
            idle_seconds=env.idle_seconds,
            lease_seconds=env.lease_seconds,
            stopping=stopping,
        )
        for _ in range(env.slots)
    ]
    threads = [threading.Thread(target=worker.run) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _stop_on_signal(stopping: threading.Event, server: KiloServer) -> None:
    """Fargate allows 30 s between SIGTERM and SIGKILL: cases under way are dropped, not stored."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        server.stop()

    signal.signal(signal.SIGTERM, stop)


if __name__ == "__main__":
    main()
