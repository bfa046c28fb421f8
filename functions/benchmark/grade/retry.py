"""Decides on another attempt or a hole, after an outcome that says nothing about the model."""

import math

from contracts.config import Config
from contracts.failure import POLICY, FailureCause
from contracts.run import Run

# AWS documents 15 minutes as the longest delay of an SQS message.
_LONGEST = 900


def next_try(run: Run, cause: FailureCause | None, attempt: int) -> int | None:
    """Return the number of the next attempt; None after the last one. The attempts of a round are
    numbered from `round` x `max_tries`; a case from an earlier round starts at the first one.
    """
    most, first = run.config.max_tries, run.first_attempt
    if attempt < first:
        return first
    again = cause is not None and POLICY[cause].requeued
    return attempt + 1 if again and attempt + 1 < first + most else None


def pause(config: Config, attempt: int, asked: float | None = None) -> int:
    """Return the seconds before `attempt`: doubled each time, and at least what the provider has
    `asked` for; at most 15 minutes.
    """
    number = attempt % config.max_tries
    own = config.retry_pause * 2 ** (number - 1) if number else 0
    return min(_LONGEST, max(own, math.ceil(asked or 0)))
