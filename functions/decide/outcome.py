"""The records of a decision: what it is made of, and what came of it."""

from dataclasses import dataclass, field

from contracts.classification import Classification
from contracts.decision import DecideResponse, Reason
from contracts.errors import ProviderFailure
from contracts.session import Remembered
from contracts.table import RoutingTable
from contracts.tuning import DEFAULT, Tuning
from functions.classifier.classify import Outcome
from functions.decide.engine import Choice
from functions.decide.reduce import Reduced


@dataclass(frozen=True)
class RoutingState:
    """What is live, as this process knows it. `age` in seconds is that of the table, None without
    one. With `linear_from` the linear classifier answers alone where it expects at least this
    score.
    """

    table: RoutingTable | None
    age: float | None
    classifier: str
    linear_from: float | None = None
    tuning: Tuning = DEFAULT


@dataclass(frozen=True)
class Classified:
    """What a classifier said, now or earlier; None for a guess by keywords. `linear`: the linear
    classifier said it. `seconds` is how long it took, 0 from the cache. `cost_usd` is a lower
    bound unless `priced`, None without a known part.
    """

    classification: Classification | None
    cost_usd: float | None
    priced: bool = True
    cached: bool = False
    linear: bool = False
    seconds: float = 0.0
    outcome: Outcome | None = None
    failure: ProviderFailure | None = None


@dataclass(frozen=True)
class Decided:
    """The answer, with all that the log and the session store need."""

    answer: DecideResponse
    reduced: Reduced | None = None
    session: str | None = None
    content: str | None = None
    classifier: str | None = None
    known: Remembered = field(default_factory=Remembered)
    classified: Classified | None = None
    choice: Choice | None = None
    failures: tuple[str, ...] = ()
    recall_seconds: float = 0.0


def null(reason: Reason, cost: float | None = 0.0, *, priced: bool = True) -> DecideResponse:
    known = cost is not None and priced
    return DecideResponse(
        cost=cost or 0.0, cost_known=known, decision=None, classifier_result=None, reason=reason
    )
