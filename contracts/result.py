"""The graded outcome of one case."""

from contracts.classification import Labels
from contracts.control_record import ControlRecord, Route
from contracts.dataset import CaseId, PartName
from contracts.failure import POLICY, FailureCause
from contracts.scalars import Count, Millis, Share, Text, Usd
from contracts.tier import Tier


class CaseResult(ControlRecord):
    """The result of one candidate on one case in one repetition. `cost_usd` is that of the graded
    attempt; None is unknown, never free, and then `known_cost_usd` is a lower bound. `skill` is
    what the case measures; None when it shares that with no other case. `part` is the private part
    that the case is of; None for a shipped case. `attempt`
    numbers the stored attempt; `carried_from` is the earlier run that measured it. Of a labelled
    request, `expected` are its labels and `answered` the candidate's, None without a usable answer.
    """

    run_id: Text
    candidate: Text
    case_id: CaseId
    case_digest: Text
    repetition: Count
    tier: Tier | None
    route: Route | None = None
    skill: Text | None = None
    part: PartName | None = None
    score: Share
    latency_ms: Millis
    cost_usd: Usd | None
    known_cost_usd: Usd = 0.0
    cause: FailureCause | None = None
    detail: str | None = None
    retried: bool = False
    attempt: Count = 0
    carried_from: Text | None = None
    expected: Labels | None = None
    answered: Labels | None = None

    @property
    def least_cost_usd(self) -> float:
        """The cost in USD, or the known part of it."""
        return self.known_cost_usd if self.cost_usd is None else self.cost_usd

    @property
    def is_error(self) -> bool:
        """True when something other than a wrong answer came of it, of which a message is known."""
        answered = self.cause is None or POLICY[self.cause].answered
        return not answered and self.detail is not None

    @property
    def graded(self) -> bool:
        """False for a hole: the outcome says nothing about the model."""
        return self.cause is None or POLICY[self.cause].graded

    @property
    def pauses(self) -> bool:
        """True when every further case would fail alike, until an admin does something."""
        return self.cause is not None and POLICY[self.cause].pauses

    @property
    def measured_by(self) -> str:
        """The id of the run that made the attempt."""
        return self.carried_from or self.run_id
