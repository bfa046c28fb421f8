"""Run the worker: take chunks off the queue until it is empty, and bring attempts back."""

import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Annotated, Literal

import httpx
from msgspec import Meta

from adapters.aws import clients
from adapters.aws.blobs import Blobs
from adapters.aws.queue import Queue
from adapters.aws.secrets import Secrets
from adapters.dynamodb.claims import Claims
from adapters.dynamodb.items import Items
from adapters.dynamodb.runs import RunStore
from adapters.settings import Settings, settings
from adapters.telemetry import logger
from container.chunks import ChunkWorker
from container.harness import ProviderAccess, starting
from container.lifetime import Lifetimes
from container.pool import Pool
from container.sandboxes import SandboxClient
from contracts.errors import SandboxFailure
from contracts.run import WorkerVersion


class WorkerSettings(Settings):
    """The environment of the worker. `sandboxes` are the folders of the sandboxes' sockets,
    separated by commas; half of them are at work at a time, and in the others the CLI is started
    ahead. `isolation`: with `preferred`, commands of simulated models may run as the worker's user;
    with `none`, those of all models."""

    table_name: str
    bucket_name: str
    chunk_queue_url: str
    grade_queue_url: str
    dead_queue_url: str
    provider_secret_arn: str
    sandboxes: str
    cli_version: str
    worker_image: str
    idle_seconds: Annotated[float, Meta(ge=0)] = 20
    lease_seconds: Annotated[int, Meta(ge=5, le=600)] = 120
    isolation: Literal["required", "preferred", "none"] = "required"


class NotIsolated(SandboxFailure):
    """Commands of models would run as the worker's own user."""


def main() -> None:
    """Run the worker. Exit with 1, and the reason in the log, if it cannot start or go on."""
    try:
        _work(settings(WorkerSettings))
    except Exception:
        logger.exception("the worker cannot go on")
        sys.exit(1)


def _work(env: WorkerSettings) -> None:
    sandboxes = [SandboxClient.at(Path(folder)) for folder in env.sandboxes.split(",")]
    provider = ProviderAccess.of(
        Secrets(clients.secretsmanager()).provider(env.provider_secret_arn)
    )
    _check_isolation(env, sandboxes, provider)
    slots = max(1, len(sandboxes) // 2)
    stopping, told = threading.Event(), threading.Event()
    with Pool(sandboxes, starting(provider), ahead=len(sandboxes) - slots) as pool:
        _stop_on_signal(pool, stopping, told)
        _run_slots(env, slots, pool, provider, stopping)
        if pool.lost and not told.is_set():
            raise pool.lost


def _check_isolation(
    env: WorkerSettings, sandboxes: list[SandboxClient], provider: ProviderAccess
) -> None:
    """Check that commands of real models cannot read the provider's key. Raises NotIsolated."""
    reasons = [why_not for each in sandboxes if (why_not := each.why_not())]
    if not reasons:
        return
    if env.isolation == "required" or (env.isolation == "preferred" and not _simulated(provider)):
        raise NotIsolated(
            f"{reasons[0]}: they could read the provider's key. Start the worker as root, or set "
            "ISOLATION=none if that may be so (ISOLATION=preferred is for simulated models only)"
        )
    logger.warning("models' commands are not isolated", extra={"reason": reasons[0]})


def _simulated(provider: ProviderAccess) -> bool:
    try:
        return provider.listed.simulated()
    except (httpx.HTTPError, ValueError):
        return False


def _run_slots(
    env: WorkerSettings, slots: int, pool: Pool, provider: ProviderAccess, stopping: threading.Event
) -> None:
    sqs, blobs = clients.sqs(), Blobs(clients.s3(), env.bucket_name)
    items = Items(clients.dynamodb(), env.table_name)
    # A claim expires before the message of a dead worker returns: a worker that finds a case busy
    # sends a new message, which does not count how often the case has killed a worker.
    claim_seconds = env.lease_seconds * 2 // 3
    workers = [
        ChunkWorker(
            chunks=Queue(sqs, env.chunk_queue_url),
            grades=Queue(sqs, env.grade_queue_url),
            dead=Queue(sqs, env.dead_queue_url),
            documents=blobs,
            runs=RunStore(items),
            claims=Claims(items, claim_seconds),
            pool=pool,
            provider=provider,
            lifetimes=Lifetimes(pool),
            version=WorkerVersion(cli_version=env.cli_version, image=env.worker_image),
            idle_seconds=env.idle_seconds,
            lease_seconds=env.lease_seconds,
            stopping=stopping,
        )
        for _ in range(slots)
    ]
    threads = [threading.Thread(target=worker.run) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _stop_on_signal(pool: Pool, stopping: threading.Event, told: threading.Event) -> None:
    """End the work on SIGTERM. Fargate allows 30 s until SIGKILL: running cases are dropped, not
    stored."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        told.set()
        stopping.set()
        threading.Thread(target=pool.stop).start()

    signal.signal(signal.SIGTERM, stop)


if __name__ == "__main__":
    main()
