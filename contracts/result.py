"""What came of one case."""

from contracts.control_record import ControlRecord, Route
from contracts.dataset import CaseId
from contracts.failure import POLICY, FailureCause
from contracts.scalars import Count, Millis, Share, Text, Usd
from contracts.tier import Tier


class CaseResult(ControlRecord):
    """One (candidate, case, repetition) of a run. `cost_usd` is that of the graded attempt; None
    means unknown, never free. `attempt` numbers the stored attempt; `carried_from` is the run that
    measured it, when that was an earlier one.
    """

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
