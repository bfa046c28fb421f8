"""The worker: takes chunks off the queue until it is empty, and brings attempts back."""

import shutil
import signal
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from uuid import uuid4

from pydantic import Field, ValidationError

from adapters import clients
from adapters.blobs import Blobs
from adapters.queue import Message, Queue
from adapters.secrets import Secrets
from adapters.settings import Settings, settings
from adapters.telemetry import logger
from container.case import CaseRun
from container.isolation import Wanted, isolate
from container.kilo import Home, kilo_binary
from container.lease import Lease
from container.proxy import MeteringProxy
from container.server import KiloServer
from container.slot import Slot
from contracts import objects
from contracts.attempt import Attempt
from contracts.chunk import Chunk, GradeMessage
from contracts.dataset import DeciderTask
from contracts.errors import AutoRoutingError
from contracts.problems import problems
from contracts.sheet import TaskSheet

_WAIT_SECONDS = 2


class WorkerSettings(Settings):
    bucket_name: str
    chunk_queue_url: str
    grade_queue_url: str
    dead_queue_url: str
    provider_secret_arn: str
    slots: int = Field(default=2, ge=1, le=16)
    idle_seconds: float = Field(default=20, ge=0)
    isolation: Wanted = "required"
    work_dir: Path = Path(tempfile.gettempdir()) / "auto-routing"


class Unworkable(AutoRoutingError):
    """A chunk that no retry will make workable."""


@dataclass(frozen=True)
class Worker:
    """One slot's loop; slots share server, queues and bucket."""

    chunks: Queue
    grades: Queue
    dead: Queue
    documents: Blobs
    server: KiloServer
    slot: Slot
    idle_seconds: float
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Works until the queue was empty for `idle_seconds`, or until told to stop."""
        seen = time.monotonic()
        while not self.stopping.is_set() and time.monotonic() - seen < self.idle_seconds:
            message = self.chunks.receive(_WAIT_SECONDS)
            if message:
                self._take(message)
                seen = time.monotonic()

    def _take(self, message: Message) -> None:
        with Lease(self.chunks, message) as lease:
            try:
                finished = self._work(Chunk.model_validate_json(message.body))
            except ValidationError as error:
                self._bury(message, "; ".join(problems(error)))
            except Unworkable as error:
                self._bury(message, str(error))
            except Exception:
                logger.exception("chunk failed; it comes back")
                lease.give_back()
            else:
                self.chunks.done(message) if finished else lease.give_back()

    def _bury(self, message: Message, reason: str) -> None:
        logger.error("chunk buried", extra={"reason": reason})
        self.dead.bury(message.body, reason)
        self.chunks.done(message)

    def _work(self, chunk: Chunk) -> bool:
        """False when it was told to stop before all cases were done; what is done is kept."""
        sheet = self._sheet(chunk)
        tasks = {task.case_id: task for task in sheet.tasks}
        unknown = [case_id for case_id in chunk.case_ids if case_id not in tasks]
        if unknown:
            raise Unworkable(f"caseIds: {', '.join(unknown)} are not in run {chunk.run_id}")
        for case_id in chunk.case_ids:
            if self.stopping.is_set():
                return False
            self._case(chunk, tasks[case_id], sheet)
        return True

    def _sheet(self, chunk: Chunk) -> TaskSheet:
        text = self.documents.get(objects.tasks(chunk.run_id))
        if text is None:
            raise Unworkable(f"runId: run {chunk.run_id} has no task sheet")
        return TaskSheet.model_validate_json(text)

    def _case(self, chunk: Chunk, task: DeciderTask, sheet: TaskSheet) -> None:
        """A case that is stored is not paid for again, but announced again: whoever stored it may
        have died before."""
        key = objects.attempt(chunk.run_id, chunk.candidate, chunk.repetition, task.case_id)
        if self.documents.get(key) is None:
            found = CaseRun(self.server, self.slot, chunk, task, sheet.limits).attempt()
            if self.stopping.is_set():
                return
            self.documents.put(key, found.wire_json())
            _log(found)
        self.grades.send(GradeMessage(run_id=chunk.run_id, key=key))


def _log(found: Attempt) -> None:
    logger.info(
        "case done",
        extra={
            "run_id": found.run_id,
            "candidate": found.candidate,
            "case_id": found.case_id,
            "cause": found.cause,
            "latency_ms": found.latency_ms,
            "cost_usd": found.meter.cost_usd,
        },
    )


def main() -> None:
    env = settings(WorkerSettings)
    root = env.work_dir / uuid4().hex
    root.mkdir(parents=True)
    isolation = isolate(env.isolation, kilo_binary(), root / "home")
    logger.info("isolation", extra={"user": isolation.user, "why_not": isolation.why_not})
    provider = Secrets(clients.secretsmanager()).provider(env.provider_secret_arn)
    stopping = threading.Event()
    home = Home.make(root, uuid4().hex)
    try:
        with MeteringProxy(provider) as proxy, KiloServer(home, proxy, isolation) as server:
            _stop_on_signal(stopping, server)
            _run_slots(env, server, stopping)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _run_slots(env: WorkerSettings, server: KiloServer, stopping: threading.Event) -> None:
    sqs, blobs = clients.sqs(), Blobs(clients.s3(), env.bucket_name)
    workers = [
        Worker(
            chunks=Queue(sqs, env.chunk_queue_url),
            grades=Queue(sqs, env.grade_queue_url),
            dead=Queue(sqs, env.dead_queue_url),
            documents=blobs,
            server=server,
            slot=Slot(server.home.root / "slots" / str(n), alone=env.slots == 1),
            idle_seconds=env.idle_seconds,
            stopping=stopping,
        )
        for n in range(env.slots)
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
