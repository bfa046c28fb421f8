"""What the stages need of the world; `adapters` provides it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, Protocol

from contracts.classification import Classification
from contracts.config import Config
from contracts.model import Wire
from contracts.result import CaseResult
from contracts.run import Lane, Run
from contracts.summary import Summary
from contracts.table import RoutingTable
from contracts.winner import ClassifierWinner


class ConfigPort(Protocol):
    def get(self) -> Config | None: ...

    def put(self, config: Config) -> None: ...


class ModelLister(Protocol):
    """Ids of the provider's models, each with whether it is simulated. Raises ProviderFailure."""

    def __call__(self) -> dict[str, bool]: ...


class DocumentPort(Protocol):
    """Texts by key. Hashable, so that what never changes can be remembered."""

    def __hash__(self) -> int: ...

    def get(self, key: str) -> str | None: ...

    def put(self, key: str, text: str) -> None: ...


class SendPort(Protocol):
    """Sending again after a failure must be harmless to the receiver."""

    def send(self, *messages: Wire) -> None: ...


class WorkerPort(Protocol):
    def running(self) -> int: ...

    def start(self, started_by: str) -> str | None:
        """None, or why no task could be started."""
        ...


class RunPort(Protocol):
    def create(self, run: Run) -> str | None:
        """None when written, else the id of the active run of this kind."""
        ...

    def get(self, run_id: str) -> Run | None: ...

    def require(self, run_id: str) -> Run:
        """Raises UnknownRun."""
        ...

    def add_lanes(self, run_id: str, lanes: Iterable[Lane]) -> None: ...

    def lanes(self, run_id: str) -> list[Lane]: ...

    def record(self, result: CaseResult) -> bool:
        """Stores and counts a result once; False when it was there."""
        ...

    def stored_cases(self, run_id: str, candidate: str, repetition: int) -> set[str]: ...

    def results(self, run_id: str) -> list[CaseResult]: ...

    def put_summaries(self, run_id: str, summaries: Iterable[Summary]) -> None: ...


Ended = Literal["published", "superseded", "not_running"]


class EndingPort(Protocol):
    """The last step of a run: its state, its lock and what it publishes change together."""

    def complete(self, run: Run, at: datetime, product: RoutingTable | ClassifierWinner) -> Ended:
        """`superseded`: the run completed, but one that started later is live already."""
        ...

    def fail(self, run: Run, at: datetime, error: str) -> None: ...

    def refresh_copies(self) -> None:
        """Brings the copies that readers use up to the truth; harmless to repeat."""
        ...


class Remembered(Protocol):
    @property
    def incumbent(self) -> str | None: ...

    @property
    def classification(self) -> Classification | None: ...


class SessionPort(Protocol):
    def recall(self, session: str, classifier: str, content: str) -> Remembered: ...

    def stick(self, session: str, model: str) -> None: ...

    def remember(
        self, session: str, classifier: str, content: str, classification: Classification
    ) -> None: ...
