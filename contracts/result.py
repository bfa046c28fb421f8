"""The graded outcome of one case."""

from contracts.control_record import ControlRecord, Route
from contracts.dataset import CaseId
from contracts.failure import POLICY, FailureCause
from contracts.scalars import Count, Millis, Share, Text, Usd
from contracts.tier import Tier


class CaseResult(ControlRecord):
    """The result of one candidate on one case in one repetition. `cost_usd` is that of the graded
    attempt; None is unknown, never free. `attempt` numbers the stored attempt; `carried_from` is
    the earlier run that measured it.
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
        """False for a hole: the outcome says nothing about the model."""
        return self.cause is None or POLICY[self.cause].graded

    @property
    def measured_by(self) -> str:
        """The id of the run that made the attempt."""
        return self.carried_from or self.run_id
