"""What can go wrong with a case or a call, and what it says about the model."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus


class FailureCause(StrEnum):
    WRONG_ANSWER = "wrong_answer"
    EMPTY_ANSWER = "empty_answer"
    TIMEOUT = "timeout"
    UNREADABLE_ANSWER = "unreadable_answer"
    PROVIDER_REFUSED = "provider_refused"
    PROVIDER_ERROR = "provider_error"
    RATE_LIMITED = "rate_limited"
    BUDGET_SPENT = "budget_spent"
    LIMIT_EXCEEDED = "limit_exceeded"
    CLI_CRASH = "cli_crash"
    HARNESS_FAULT = "harness_fault"
    LOST = "lost"


@dataclass(frozen=True)
class Policy:
    """What follows from a cause. With `graded` the case counts as failed; otherwise it is a hole.
    `retries` is how often the worker tries again at once. With `requeued` the case is attempted
    again later, up to `maxTries`, before it becomes a hole.
    """

    graded: bool
    retries: int = 0
    requeued: bool = False


def cause_of_status(status: int) -> FailureCause:
    """Return the cause that an HTTP status of 400 or above stands for; 0 means no answer."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return FailureCause.RATE_LIMITED
    if may_pass(status):
        return FailureCause.PROVIDER_ERROR
    return FailureCause.PROVIDER_REFUSED


def may_pass(status: int) -> bool:
    """Return whether the same request may succeed a moment later."""
    passing = (0, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
    return status in passing or status >= HTTPStatus.INTERNAL_SERVER_ERROR


POLICY: dict[FailureCause, Policy] = {
    FailureCause.WRONG_ANSWER: Policy(graded=True),
    FailureCause.EMPTY_ANSWER: Policy(graded=True, retries=1),
    FailureCause.TIMEOUT: Policy(graded=True),
    FailureCause.UNREADABLE_ANSWER: Policy(graded=True),
    FailureCause.BUDGET_SPENT: Policy(graded=True),
    FailureCause.LIMIT_EXCEEDED: Policy(graded=True),
    FailureCause.PROVIDER_REFUSED: Policy(graded=False),
    FailureCause.PROVIDER_ERROR: Policy(graded=False, retries=1, requeued=True),
    FailureCause.RATE_LIMITED: Policy(graded=False, retries=1, requeued=True),
    FailureCause.CLI_CRASH: Policy(graded=False, retries=1, requeued=True),
    FailureCause.HARNESS_FAULT: Policy(graded=False, retries=1, requeued=True),
    FailureCause.LOST: Policy(graded=False),
}
