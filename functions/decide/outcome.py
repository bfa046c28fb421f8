"""What a decision is made of, and what is known of it afterwards."""

from dataclasses import dataclass, field

from contracts.classification import Classification
from contracts.decision import DecideResponse, Reason
from contracts.errors import ProviderFailure
from contracts.session import Remembered
from contracts.table import RoutingTable
from functions.classifier.classify import Outcome
from functions.decide.engine import Choice
from functions.decide.reduce import Reduced


@dataclass(frozen=True)
class RoutingState:
    """What is published, as this process knows it; `age` in seconds, None where there is none.
    With `linear_from` the linear classifier answers alone where it expects that much of itself.
    """

    table: RoutingTable | None
    age: float | None
    classifier: str
    linear_from: float | None = None


@dataclass(frozen=True)
class Classified:
    """What a model said, just now or before; a guess by keywords is none. `linear`: the linear
    classifier said so. `seconds` is how long it took; 0 from the cache. `cost_usd` is None when
    the provider named none.
    """

    classification: Classification | None
    cost_usd: float | None
    cached: bool = False
    linear: bool = False
    seconds: float = 0.0
    outcome: Outcome | None = None
    failure: ProviderFailure | None = None


@dataclass(frozen=True)
class Decided:
    """The answer, and what the log and the session store need to know of how it came about."""

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


def null(reason: Reason, cost: float | None = 0.0) -> DecideResponse:
    known = cost is not None
    return DecideResponse(
        cost=cost or 0.0, cost_known=known, decision=None, classifier_result=None, reason=reason
    )
