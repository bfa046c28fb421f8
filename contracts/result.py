"""What came of one case, and which outcomes say something about the model."""

from dataclasses import dataclass
from enum import StrEnum

from contracts.dataset import CaseId
from contracts.model import Count, Millis, Share, Text, Usd, Wire
from contracts.tier import Tier


class FailureCause(StrEnum):
    WRONG_ANSWER = "wrong_answer"
    EMPTY_ANSWER = "empty_answer"
    TIMEOUT = "timeout"
    UNREADABLE_ANSWER = "unreadable_answer"
    PROVIDER_REFUSED = "provider_refused"
    PROVIDER_ERROR = "provider_error"
    RATE_LIMITED = "rate_limited"
    BUDGET_SPENT = "budget_spent"
    CLI_CRASH = "cli_crash"
    HARNESS_FAULT = "harness_fault"


@dataclass(frozen=True)
class Policy:
    """`graded`: the outcome counts as a failed case of the model; otherwise it leaves a hole.
    `retries`: how often the worker tries the case again on the spot."""

    graded: bool
    retries: int


POLICY: dict[FailureCause, Policy] = {
    FailureCause.WRONG_ANSWER: Policy(graded=True, retries=0),
    FailureCause.EMPTY_ANSWER: Policy(graded=True, retries=1),
    FailureCause.TIMEOUT: Policy(graded=True, retries=0),
    FailureCause.UNREADABLE_ANSWER: Policy(graded=True, retries=0),
    FailureCause.PROVIDER_REFUSED: Policy(graded=False, retries=0),
    FailureCause.PROVIDER_ERROR: Policy(graded=False, retries=1),
    FailureCause.RATE_LIMITED: Policy(graded=False, retries=1),
    FailureCause.BUDGET_SPENT: Policy(graded=True, retries=0),
    FailureCause.CLI_CRASH: Policy(graded=False, retries=1),
    FailureCause.HARNESS_FAULT: Policy(graded=False, retries=1),
}


class CaseResult(Wire):
    """One (candidate, case, repetition) of a run. `cost_usd` None means unknown, never free."""

    run_id: Text
    candidate: Text
    case_id: CaseId
    case_digest: Text
    repetition: Count
    tier: Tier | None
    score: Share
    latency_ms: Millis
    cost_usd: Usd | None
    cause: FailureCause | None = None
    detail: str | None = None
    retried: bool = False

    @property
    def graded(self) -> bool:
        """False when the outcome says nothing about the model: a hole in the evidence."""
        return self.cause is None or POLICY[self.cause].graded
