"""A chunk in the hands of a worker."""

from dataclasses import dataclass
from enum import StrEnum

from container.lease import Lease
from container.lifetime import Lifetime
from contracts import objects
from contracts.chunk import Chunk
from contracts.dataset import DeciderTask
from contracts.worker_tasks import CaseLimits


class Fate(StrEnum):
    """`busy`: another delivery of the chunk has the case. `unwanted`: the run was ended, or the
    candidate has spent its budget; `settled`: an earlier attempt has brought a result meanwhile."""

    DONE = "done"
    BUSY = "busy"
    STOPPED = "stopped"
    UNWANTED = "unwanted"
    SETTLED = "settled"


@dataclass(frozen=True)
class Work:
    chunk: Chunk
    lease: Lease
    limits: CaseLimits
    scripts: dict[str, str]
    living: Lifetime

    def key(self, task: DeciderTask) -> str:
        chunk = self.chunk
        return objects.attempt(
            chunk.run_id, chunk.candidate, chunk.repetition, task.case_id, chunk.attempt
        )
