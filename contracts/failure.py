"""What can go wrong with a case or a call, and what it says about the model."""

from dataclasses import dataclass
from enum import StrEnum


class FailureCause(StrEnum):
    WRONG_ANSWER = "wrong_answer"
    FORMAT = "format"
    EMPTY_ANSWER = "empty_answer"
    TIMEOUT = "timeout"
    UNREADABLE_ANSWER = "unreadable_answer"
    CONTEXT_OVERFLOW = "context_overflow"
    CONTENT_FILTERED = "content_filtered"
    KEY_REFUSED = "key_refused"
    QUOTA_EXHAUSTED = "quota_exhausted"
    MODEL_MISSING = "model_missing"
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
    again later, up to `maxTries`, before it becomes a hole. With `pauses` the run stops until an
    admin resumes it. With `answered` the model gave an answer, which did not pass.
    """

    graded: bool
    retries: int = 0
    requeued: bool = False
    pauses: bool = False
    answered: bool = False


POLICY: dict[FailureCause, Policy] = {
    FailureCause.WRONG_ANSWER: Policy(graded=True, answered=True),
    FailureCause.FORMAT: Policy(graded=True, answered=True),
    FailureCause.EMPTY_ANSWER: Policy(graded=True, retries=1, answered=True),
    FailureCause.TIMEOUT: Policy(graded=True),
    FailureCause.UNREADABLE_ANSWER: Policy(graded=True, answered=True),
    FailureCause.CONTEXT_OVERFLOW: Policy(graded=True),
    FailureCause.CONTENT_FILTERED: Policy(graded=True),
    FailureCause.BUDGET_SPENT: Policy(graded=True),
    FailureCause.LIMIT_EXCEEDED: Policy(graded=True),
    FailureCause.KEY_REFUSED: Policy(graded=False, pauses=True),
    FailureCause.QUOTA_EXHAUSTED: Policy(graded=False, pauses=True),
    FailureCause.MODEL_MISSING: Policy(graded=False),
    FailureCause.PROVIDER_REFUSED: Policy(graded=False),
    FailureCause.PROVIDER_ERROR: Policy(graded=False, retries=1, requeued=True),
    FailureCause.RATE_LIMITED: Policy(graded=False, retries=1, requeued=True),
    FailureCause.CLI_CRASH: Policy(graded=False, retries=1, requeued=True),
    FailureCause.HARNESS_FAULT: Policy(graded=False, retries=1, requeued=True),
    FailureCause.LOST: Policy(graded=False),
}

# The provider failed in a way that a moment may mend.
PASSING = frozenset({FailureCause.PROVIDER_ERROR, FailureCause.RATE_LIMITED})

_REMEDIES = {
    FailureCause.KEY_REFUSED: "set a valid key with `autoroute provider set --base-url URL`",
    FailureCause.QUOTA_EXHAUSTED: "top up the account at the provider",
    FailureCause.MODEL_MISSING: "choose a model that the provider lists",
    FailureCause.RATE_LIMITED: "try again later",
}


def remedy(cause: FailureCause) -> str:
    """Return what an admin can do about a failure of the provider."""
    otherwise = "see what it answers with `autoroute provider check --model MODEL`"
    return _REMEDIES.get(cause, otherwise)
