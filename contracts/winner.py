"""The classifier that a benchmark chose for production."""

from datetime import datetime

from contracts.hot_record import HotRecord
from contracts.scalars import Count, Millis, Share, Text


class ClassifierWinner(HotRecord, kw_only=True):
    """`proven`: its lower bound, one-sided at `confidence`, reaches the bar of classifiers. Without
    a proven candidate the most accurate one serves. With `linear_from` the linear classifier
    answers alone where it expects at least this much of itself.
    """

    model: Text
    run_id: Text
    accuracy: Share
    lower: Share | None = None
    upper: Share | None = None
    confidence: Share | None = None
    cases: Count | None = None
    proven: bool | None = None
    linear_from: Share | None = None
    p95_latency_ms: Millis | None
    generated_at: datetime
    simulated: bool = False


class Override(HotRecord):
    """An admin's choice of classifier, against whatever won."""

    model: Text
    at: datetime
    by: Text
    why: Text


class LiveClassifier(HotRecord):
    """What production classifies with; `model` is None while nobody has won and none was chosen."""

    winner: ClassifierWinner | None
    override: Override | None = None

    @property
    def linear_from(self) -> float | None:
        """None when the linear classifier is not asked first, as beside an admin's choice."""
        return self.winner.linear_from if self.winner and not self.override else None

    @property
    def model(self) -> str | None:
        if self.override:
            return self.override.model
        return self.winner.model if self.winner else None
