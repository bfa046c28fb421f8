"""What becomes of an outcome that says nothing about the model: another try, or a hole."""

from contracts.config import Config
from contracts.failure import POLICY, FailureCause
from contracts.run import Run

_LONGEST = 900


def next_try(run: Run, cause: FailureCause | None, attempt: int) -> int | None:
    """The number of the next attempt; None when this one was the last. The attempts of a round
    are numbered from `round` x `max_tries`, those of an earlier round are all tried again.
    """
    most, first = run.config.max_tries, run.first_attempt
    if attempt < first:
        return first
    again = cause is not None and POLICY[cause].requeued
    return attempt + 1 if again and attempt + 1 < first + most else None


def pause(config: Config, attempt: int) -> int:
    """Seconds before `attempt` begins; twice as long each time, at most 15 minutes."""
    number = attempt % config.max_tries
    return min(_LONGEST, config.retry_pause * 2 ** (number - 1)) if number else 0
