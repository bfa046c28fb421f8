"""The records that travel between the store, the workers and the admin tools."""

from dataclasses import dataclass
from typing import Any

READY, LEASED, DONE, DEAD, CANCELLED = "ready", "leased", "done", "dead", "cancelled"
ACTIVE = (READY, LEASED)


@dataclass(frozen=True)
class Job:
    id: int
    queue: str
    tenant: str
    kind: str
    payload: dict[str, Any]
    labels: dict[str, str]
    priority: int
    state: str
    attempts: int
    max_attempts: int
    run_at: int
    fence: int
    lease_owner: str | None
    lease_until: int | None
    created_at: int
    expires_at: int | None
    dedupe_key: str | None
    last_error: str | None


@dataclass(frozen=True)
class Lease:
    """The right to work on a job until `until`, as long as nobody was given a higher fence."""

    job_id: int
    fence: int
    owner: str
    until: int
    kind: str
    tenant: str
    attempt: int
    payload: dict[str, Any]
