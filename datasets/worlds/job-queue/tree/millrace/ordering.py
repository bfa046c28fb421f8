"""Which ready job comes first. 9 is the most urgent priority, 0 the least."""

from collections.abc import Iterable
from typing import Protocol

TOP = 9


class Waiting(Protocol):
    id: int
    priority: int
    run_at: int


def effective(priority: int, waited_ms: int, aging_ms: int) -> int:
    """A job gains one step for each full `aging_ms` that it has been due, but never reaches the
    top by waiting: 9 is for those that were born there."""
    if aging_ms <= 0 or priority >= TOP - 1:
        return priority
    return min(priority + max(waited_ms, 0) // aging_ms, TOP - 1)


def in_order(jobs: Iterable[Waiting], now_ms: int, aging_ms: int) -> list[Waiting]:
    def rank(job: Waiting) -> tuple[int, int, int]:
        return (-effective(job.priority, now_ms - job.run_at, aging_ms), job.run_at, job.id)

    return sorted(jobs, key=rank)
