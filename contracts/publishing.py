"""What the publish stage needs of storage; `adapters` provides it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from contracts.evaluation import Evaluation
from contracts.publication import Draft, Hold, Publication
from contracts.run import Run
from contracts.table import RoutingTable
from contracts.tier import Tier
from contracts.winner import ClassifierWinner, LiveClassifier

Ended = Literal["pending", "published", "superseded", "not_running"]


class RunCompletionPort(Protocol):
    """The end of a run: its state, its lock and its winner change in one transaction."""

    def complete(self, run: Run, at: datetime, winner: ClassifierWinner | None) -> Ended:
        """End a run. Publish a winner at once; without one leave the marker that the run's table is
        to be computed. Return what happened: `published`, `pending`, `not_running`, or `superseded`
        when a run that started later is live.
        """
        ...

    def fail(self, run: Run, at: datetime, error: str) -> None: ...

    def stop(self, run: Run, at: datetime, error: str) -> None:
        """End a run at its budget; it can be resumed."""
        ...

    def refresh_copies(self) -> None:
        """Renew the copies that readers use; harmless to repeat."""
        ...


@dataclass(frozen=True)
class PublishedTable:
    """The live table. `revision` counts its changes, `started_at` is that of its run."""

    table: RoutingTable
    revision: int
    started_at: datetime


class PublicationPort(Protocol):
    def live(self) -> PublishedTable | None: ...

    def held(self) -> Hold | None: ...

    def draft(self, version: str) -> Draft | None: ...

    def pending(self, run_id: str) -> bool:
        """Return whether the run has ended and its table is still to be computed."""
        ...

    def file(self, draft: Draft) -> None:
        """Keep a draft that does not become live, and remove its run's marker."""
        ...

    def publish(
        self, draft: Draft, live: PublishedTable | None, done: Publication, hold: Hold | None = None
    ) -> bool:
        """Make a draft live, and set `hold` if given, in one transaction. Return False when another
        table than `live` is live by now or, without `hold`, a hold stands.
        """
        ...

    def set_hold(self, hold: Hold | None, done: Publication) -> None: ...

    def history(self) -> Iterable[Publication]:
        """Return the history, the newest first."""
        ...


class LiveClassifierPort(Protocol):
    def classifier(self) -> LiveClassifier | None:
        """Return the classifier that serves; None without a winner and an override."""
        ...


class EvaluationPort(Protocol):
    def keep(self, evaluation: Evaluation) -> bool:
        """Keep the evaluation of its version. Return False where a later one is kept."""
        ...


class DecisionPort(Protocol):
    def last_day(self, at: datetime) -> Mapping[tuple[Tier, str], int]:
        """Return the number of decisions of the last 24 hours by tier and route."""
        ...
