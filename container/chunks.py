"""Work off chunks: solve each case once, store the attempt, and announce it."""

import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from pydantic import ValidationError

from adapters.aws.blobs import Blobs
from adapters.aws.queue import Message, Queue
from adapters.dynamodb.runs import RunStore
from adapters.telemetry import logger
from container.attack import attack
from container.case import CaseRun
from container.debugging import debug
from container.harness import ProviderAccess
from container.lease import Lease
from container.lifetime import Lifetimes
from container.pool import Pool
from container.sandboxes import SandboxLost
from container.solve import solve
from container.work import CaseOutcome, Work, log_attempt, verifiers, worker_tasks
from contracts import objects
from contracts.attempt import Attempt
from contracts.chunk import Chunk, GradeMessage
from contracts.dataset import DeciderTask
from contracts.debug import DebugMessage
from contracts.errors import Unworkable
from contracts.ports import ClaimPort
from contracts.problems import problems
from contracts.run import WorkerVersion

_WAIT_SECONDS = 2  # chosen


@dataclass(frozen=True)
class ChunkWorker:
    """The loop of one slot; slots share sandboxes, queues and bucket. A chunk that failed is
    offered again after `pause_seconds`, at most MAX_RECEIVES times in all. A chunk whose worker
    dies is free again after `lease_seconds`."""

    chunks: Queue
    grades: Queue
    dead: Queue
    documents: Blobs
    runs: RunStore
    claims: ClaimPort
    pool: Pool
    provider: ProviderAccess
    lifetimes: Lifetimes
    version: WorkerVersion
    idle_seconds: float
    pause_seconds: float = 10.0
    lease_seconds: int = 120
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Work until the queue was empty for `idle_seconds`, or until `stopping` is set."""
        seen = time.monotonic()
        while not self.stopping.is_set() and time.monotonic() - seen < self.idle_seconds:
            try:
                message = self.chunks.receive(_WAIT_SECONDS, self.lease_seconds)
                if message:
                    self.take(message)
                    seen = time.monotonic()
            except Exception:
                logger.exception("the queue is out of reach")
                self.stopping.wait(_WAIT_SECONDS)
        with suppress(SandboxLost):
            self.lifetimes.end()

    def take(self, message: Message) -> None:
        with Lease(self.chunks, self.claims, message, self.lease_seconds) as lease:
            try:
                finished = self._take(message.body, lease)
            except ValidationError as error:
                self._dead_letter(message, "; ".join(problems(error)))
            except Unworkable as error:
                self._dead_letter(message, str(error))
            except SandboxLost:
                logger.exception("the task ends: a sandbox is lost; the chunk comes back")
                self.stopping.set()
                lease.give_back()
            except Exception:
                logger.exception("chunk failed; it comes back")
                self.stopping.wait(self.pause_seconds)
                lease.give_back()
            else:
                self.chunks.done(message) if finished else lease.give_back()

    def _dead_letter(self, message: Message, reason: str) -> None:
        logger.error("chunk dead-lettered", extra={"reason": reason})
        self.dead.dead_letter(message.body, reason)
        self.chunks.done(message)

    def _take(self, body: str, lease: Lease) -> bool:
        """Work off a chunk or a debug message. Return False if it is not done. Raises
        ValidationError, Unworkable."""
        if '"debugId"' not in body:
            return self._work(Chunk.from_json(body), lease)
        wanted = DebugMessage.from_json(body)
        report = (
            attack(wanted, self.pool) if wanted.attack else debug(wanted, self.pool, self.provider)
        )
        self.documents.put_new(objects.debug(wanted.debug_id), report.wire_json())
        return True

    def _work(self, chunk: Chunk, lease: Lease) -> bool:
        """Work off a chunk. Return False if the worker stopped before all cases were done; what is
        done is kept."""
        given = worker_tasks(chunk, self.documents)
        if given.version != self.version:
            self._hand_back(chunk, given.version)
            return True
        tasks = {task.case_id: task for task in given.tasks}
        unknown = [case_id for case_id in chunk.case_ids if case_id not in tasks]
        if unknown:
            raise Unworkable(f"caseIds: {len(unknown)} of them are not in run {chunk.run_id}")
        living = self.lifetimes.of(chunk, given.server)
        worlds = {world.name: world for world in given.worlds}
        scripts = verifiers(chunk.run_id, self.documents)
        work = Work(chunk, lease, given.limits, worlds, scripts, living)
        return self._cases(work, [tasks[case_id] for case_id in chunk.case_ids])

    def _hand_back(self, chunk: Chunk, wanted: WorkerVersion) -> None:
        """Leave a chunk of a run that began with another version to a worker of that version; a new
        message does not count how often it was received."""
        told = {"run_id": chunk.run_id, "wanted": wanted.wire(), "own": self.version.wire()}
        logger.warning("chunk handed back: another worker version", extra=told)
        self.chunks.send(chunk, delay=self.lease_seconds)

    def _cases(self, work: Work, tasks: Iterable[DeciderTask]) -> bool:
        busy = []
        for task in tasks:
            fate = self._case(work, task)
            if fate is CaseOutcome.STOPPED:
                return False
            if fate is CaseOutcome.UNWANTED:
                break
            busy += [task.case_id] if fate is CaseOutcome.BUSY else []
        if busy:
            later = work.chunk.model_copy(update={"case_ids": tuple(busy)})
            self.chunks.send(later, delay=self.lease_seconds)
        return True

    def _case(self, work: Work, task: DeciderTask) -> CaseOutcome:
        """Solve a case unless its attempt is stored. A stored one is announced again, because the
        worker that stored it may have died before it announced it."""
        if self.stopping.is_set():
            return CaseOutcome.STOPPED
        key = work.key(task)
        if not self.documents.exists(key):
            chunk = work.chunk
            if not self.runs.wanted(chunk):
                return CaseOutcome.UNWANTED
            if not work.lease.claim(chunk, task.case_id):
                return CaseOutcome.BUSY
            try:
                fate = self._claimed(work, task, key)
            finally:
                work.lease.give_up(chunk, task.case_id)
            if fate is not CaseOutcome.DONE:
                return fate
        self.grades.send(GradeMessage(run_id=work.chunk.run_id, key=key))
        return CaseOutcome.DONE

    def _claimed(self, work: Work, task: DeciderTask, key: str) -> CaseOutcome:
        """Solve a claimed case, unless it was stored before: from now on no other worker can."""
        chunk = work.chunk
        result = self.runs.result(chunk.run_id, chunk.candidate, chunk.repetition, task.case_id)
        if result is not None:
            return CaseOutcome.SUPERSEDED
        if not self.documents.exists(key) and not self._solve(work, task, key):
            return CaseOutcome.STOPPED
        return CaseOutcome.DONE

    def _solve(self, work: Work, task: DeciderTask, key: str) -> bool:
        """Solve a case and store the attempt. Return False, and store nothing, if the worker
        stopped meanwhile."""
        found = self._attempt(work, task)
        if self.stopping.is_set():
            return False
        self.documents.put_new(key, found.wire_json())
        log_attempt(found)
        return True

    def _attempt(self, work: Work, task: DeciderTask) -> Attempt:
        script = work.scripts.get(task.case_id)
        case = CaseRun(
            work.living,
            self.provider.listed,
            work.chunk,
            task,
            work.limits[task.tier],
            keep=script is not None,
            world=work.world(task),
        )
        return solve(case, script, self.pool)
