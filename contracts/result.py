"""What came of one case, and which outcomes say something about the model."""

from dataclasses import dataclass
from enum import StrEnum

from contracts.dataset import CaseId
from contracts.model import Count, Millis, Share, Text, Usd, Wire
from contracts.taxonomy import Route
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
    LIMIT_EXCEEDED = "limit_exceeded"
    CLI_CRASH = "cli_crash"
    HARNESS_FAULT = "harness_fault"
    LOST = "lost"


@dataclass(frozen=True)
class Policy:
    """`graded`: the outcome counts as a failed case of the model; otherwise it leaves a hole.
    `retries`: how often the worker tries the case again on the spot. `requeued`: it is tried again
    later, with back-off, as often as the config says, before it becomes a hole."""

    graded: bool
    retries: int = 0
    requeued: bool = False


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


class CaseResult(Wire):
    """One (candidate, case, repetition) of a run. `cost_usd` is that of the graded attempt; None
    means unknown, never free. `attempt` numbers the stored attempt; `carried_from` is the run that
    measured it, when that was an earlier one."""

    run_id: Text
    candidate: Text
    case_id: CaseId
    case_digest: Text
    repetition: Count
    tier: Tier | None
    route: Route | None = None
    score: Share
    latency_ms: Millis
    cost_usd: Usd | None
    cause: FailureCause | None = None
    detail: str | None = None
    retried: bool = False
    attempt: Count = 0
    carried_from: Text | None = None

    @property
    def graded(self) -> bool:
        """False when the outcome says nothing about the model: a hole in the evidence."""
        return self.cause is None or POLICY[self.cause].graded

    @property
    def measured_by(self) -> str:
        """The run whose attempt this is."""
        return self.carried_from or self.run_id
