"""The classifier that a benchmark chose for production."""

from datetime import datetime

from contracts.hot_record import HotRecord
from contracts.options import ClassifierBar
from contracts.scalars import Count, Millis, Share, Text, Usd
from contracts.tuning import DEFAULT, Tuning


class ClassifierWinner(HotRecord, kw_only=True):
    """The winner of a classifier run: the best one of all candidates, if none is `proven`. Proven
    means that the lower bound, one-sided at `confidence`, reaches the classifiers' bar; `bar` says
    what the accuracy counts. `expected_loss_usd` is what a request loses by it on average. With
    `linear_from` the linear classifier answers alone where it expects at least this score.
    """

    model: Text
    tuning: Tuning = DEFAULT
    run_id: Text
    accuracy: Share
    bar: ClassifierBar | None = None
    lower: Share | None = None
    upper: Share | None = None
    confidence: Share | None = None
    cases: Count | None = None
    proven: bool | None = None
    linear_from: Share | None = None
    expected_loss_usd: Usd | None = None
    p95_latency_ms: Millis | None
    generated_at: datetime
    simulated: bool = False


class Override(HotRecord):
    """An admin's choice of classifier, used instead of the winner."""

    model: Text
    at: datetime
    by: Text
    why: Text
    tuning: Tuning = DEFAULT


class LiveClassifier(HotRecord):
    """The classifier in use; `model` is None without a winner and an override."""

    winner: ClassifierWinner | None
    override: Override | None = None

    @property
    def linear_from(self) -> float | None:
        """The score from which the linear classifier answers alone; None when it is not asked
        first, as with an override.
        """
        return self.winner.linear_from if self.winner and not self.override else None

    @property
    def tuning(self) -> Tuning:
        """How the classifier in use is called."""
        found = self.override or self.winner
        return found.tuning if found else DEFAULT

    @property
    def model(self) -> str | None:
        if self.override:
            return self.override.model
        return self.winner.model if self.winner else None
