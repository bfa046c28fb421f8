"""Working off chunks: each case is solved once, stored, and announced."""

import threading
import time
from dataclasses import dataclass, field

from pydantic import ValidationError

from adapters.blobs import Blobs
from adapters.queue import Message, Queue
from adapters.telemetry import logger
from container.case import CaseRun
from container.lease import Lease
from container.server import KiloServer
from container.slot import Slot
from container.verify import verified
from contracts import objects
from contracts.attempt import Attempt
from contracts.chunk import Chunk, GradeMessage
from contracts.dataset import DeciderTask
from contracts.errors import AutoRoutingError
from contracts.problems import problems
from contracts.sheet import CaseLimits, TaskSheet, VerifierSheet

_WAIT_SECONDS = 2


class Unworkable(AutoRoutingError):
    """A chunk that no retry will make workable."""


@dataclass(frozen=True)
class ChunkWorker:
    """One slot's loop; slots share server, queues and bucket. `pause_seconds` pass before a chunk
    that failed is offered again: each time is one of its MAX_RECEIVES."""

    chunks: Queue
    grades: Queue
    dead: Queue
    documents: Blobs
    server: KiloServer
    slot: Slot
    idle_seconds: float
    pause_seconds: float = 10.0
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Works until the queue was empty for `idle_seconds`, or until told to stop."""
        seen = time.monotonic()
        while not self.stopping.is_set() and time.monotonic() - seen < self.idle_seconds:
            try:
                message = self.chunks.receive(_WAIT_SECONDS)
                if message:
                    self.take(message)
                    seen = time.monotonic()
            except Exception:
                logger.exception("the queue is out of reach")
                self.stopping.wait(_WAIT_SECONDS)

    def take(self, message: Message) -> None:
        with Lease(self.chunks, message) as lease:
            try:
                finished = self._work(Chunk.model_validate_json(message.body))
            except ValidationError as error:
                self._bury(message, "; ".join(problems(error)))
            except Unworkable as error:
                self._bury(message, str(error))
            except Exception:
                logger.exception("chunk failed; it comes back")
                self.stopping.wait(self.pause_seconds)
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
        scripts = self._verifiers(chunk.run_id)
        return all(
            self._case(chunk, tasks[case_id], sheet.limits, scripts.get(case_id))
            for case_id in chunk.case_ids
        )

    def _sheet(self, chunk: Chunk) -> TaskSheet:
        text = self.documents.get(objects.tasks(chunk.run_id))
        if text is None:
            raise Unworkable(f"runId: run {chunk.run_id} has no task sheet")
        return TaskSheet.model_validate_json(text)

    def _case(
        self, chunk: Chunk, task: DeciderTask, limits: CaseLimits, verifier: str | None
    ) -> bool:
        """False when it was told to stop before the case was done. A case that is stored is not
        paid for again, but announced again: whoever stored it may have died before."""
        key = objects.attempt(chunk.run_id, chunk.candidate, chunk.repetition, task.case_id)
        if self.stopping.is_set():
            return False
        if self.documents.get(key) is None:
            found = CaseRun(self.server, self.slot, chunk, task, limits).attempt()
            found = verified(found, verifier, self.server, self.slot)
            if self.stopping.is_set():
                return False
            self.documents.put(key, found.wire_json())
            _log(found)
        self.grades.send(GradeMessage(run_id=chunk.run_id, key=key))
        return True

    def _verifiers(self, run_id: str) -> dict[str, str]:
        text = self.documents.get(objects.verifiers(run_id))
        return VerifierSheet.model_validate_json(text).scripts if text else {}


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
