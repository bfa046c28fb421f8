"""When a failed job is tried again. Pure: the same job and attempt give the same delay.

docs/retries.md has the rules in words.
"""

import zlib
from dataclasses import dataclass

JITTERS = ("none", "full", "equal")


@dataclass(frozen=True)
class RetryPolicy:
    base_ms: int = 2_000
    factor: float = 2.0
    cap_ms: int = 900_000
    jitter: str = "equal"


def backoff_ms(policy: RetryPolicy, attempt: int) -> int:
    """The delay after the `attempt`-th failed attempt (the first is 1), without jitter."""
    grown = policy.base_ms * policy.factor ** max(attempt - 1, 0)
    return int(min(grown, policy.cap_ms))


def delay_ms(policy: RetryPolicy, job_id: int, attempt: int) -> int:
    """The delay with jitter. The random share is a hash of job and attempt, so that a replay of
    the journal comes to the same times."""
    whole = backoff_ms(policy, attempt)
    share = share_of(job_id, attempt)
    if policy.jitter == "full":
        return whole * share // 1000
    if policy.jitter == "equal":
        return whole // 2 + (whole - whole // 2) * share // 1000
    return whole


def share_of(job_id: int, attempt: int) -> int:
    """Thousandths, 0 to 999."""
    return zlib.crc32(f"{job_id}:{attempt}".encode()) % 1000
