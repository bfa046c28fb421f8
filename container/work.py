"""Describe a chunk that a worker has taken, and how each case of it ended."""

from dataclasses import dataclass
from enum import StrEnum

from adapters.aws.blobs import Blobs
from adapters.telemetry import logger
from container.lease import Lease
from container.lifetime import Lifetime
from contracts import objects
from contracts.attempt import Attempt
from contracts.chunk import Chunk
from contracts.dataset import DeciderTask
from contracts.errors import Unworkable
from contracts.limits import CaseLimits
from contracts.tier import Tier
from contracts.worker_tasks import WorkerTasks, WorkerVerifiers
from contracts.world import World


class CaseOutcome(StrEnum):
    """How a case ended. `busy`: another delivery of the chunk has it. `unwanted`: the run was
    ended, or the candidate has spent its budget. `superseded`: an earlier attempt has a result by
    now."""

    DONE = "done"
    BUSY = "busy"
    STOPPED = "stopped"
    UNWANTED = "unwanted"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Work:
    """A chunk that a worker has taken, with what its cases need."""

    chunk: Chunk
    lease: Lease
    limits: dict[Tier, CaseLimits]
    worlds: dict[str, World]
    scripts: dict[str, str]
    living: Lifetime

    def world(self, task: DeciderTask) -> World | None:
        """Return the world on which a task stands. Raises Unworkable."""
        if task.world is None:
            return None
        found = self.worlds.get(task.world.name)
        if found is None or found.digest != task.world.digest:
            raise Unworkable("world: that of a case is not among the tasks of the run")
        return found

    def key(self, task: DeciderTask) -> str:
        chunk = self.chunk
        return objects.attempt(
            chunk.run_id, chunk.candidate, chunk.repetition, task.case_id, chunk.attempt
        )


def log_attempt(found: Attempt) -> None:
    """Log how a case ended, without content; its id may tell what a private case is about."""
    logger.info(
        "case done",
        extra={
            "run_id": found.run_id,
            "candidate": found.candidate,
            "cause": found.cause,
            "latency_ms": found.latency_ms,
            "cost_usd": found.meter.cost_usd,
        },
    )


def worker_tasks(chunk: Chunk, documents: Blobs) -> WorkerTasks:
    """Return the tasks of the chunk's run. Raises Unworkable."""
    text = documents.get(objects.tasks(chunk.run_id))
    if text is None:
        raise Unworkable(f"runId: run {chunk.run_id} has no tasks in the bucket")
    return WorkerTasks.from_json(text)


def verifiers(run_id: str, documents: Blobs) -> dict[str, str]:
    """Return the verifiers of a run by case id."""
    text = documents.get(objects.verifiers(run_id))
    return WorkerVerifiers.from_json(text).scripts if text else {}
