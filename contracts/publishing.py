"""What publishing needs of the world; `adapters` provides it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from contracts.publication import Draft, Hold, Publication
from contracts.run import Run
from contracts.table import RoutingTable
from contracts.tier import Tier
from contracts.winner import ClassifierWinner

Ended = Literal["pending", "published", "superseded", "not_running"]


class RunCompletionPort(Protocol):
    """The last step of a run: its state, its lock and what comes of it change together."""

    def complete(self, run: Run, at: datetime, winner: ClassifierWinner | None) -> Ended:
        """Publish a winner at once. Without one leave the marker that the run's table has to be
        drawn: `pending`. `superseded`: a run that started later is live already.
        """
        ...

    def fail(self, run: Run, at: datetime, error: str) -> None: ...

    def stop(self, run: Run, at: datetime, error: str) -> None:
        """At its budget; it can be resumed."""
        ...

    def refresh_copies(self) -> None:
        """Brings the copies that readers use up to the truth; harmless to repeat."""
        ...


@dataclass(frozen=True)
class PublishedTable:
    """What serves. `revision` counts its changes, `started_at` is that of its run."""

    table: RoutingTable
    revision: int
    started_at: datetime


class PublicationPort(Protocol):
    def live(self) -> PublishedTable | None: ...

    def held(self) -> Hold | None: ...

    def draft(self, version: str) -> Draft | None: ...

    def pending(self, run_id: str) -> bool:
        """Return whether the run has ended and its table is still to be drawn."""
        ...

    def file(self, draft: Draft) -> None:
        """Keep a draft that does not become live, and remove its run's marker."""
        ...

    def publish(
        self, draft: Draft, live: PublishedTable | None, done: Publication, hold: Hold | None = None
    ) -> bool:
        """All or nothing; False when something else than `live` serves by now or, without `hold`,
        a hold stands. With `hold` it is set.
        """
        ...

    def set_hold(self, hold: Hold | None, done: Publication) -> None: ...

    def history(self) -> Iterable[Publication]:
        """The newest first."""
        ...


class DecisionPort(Protocol):
    def last_day(self, at: datetime) -> Mapping[tuple[Tier, str], int]:
        """How many decisions there were, by tier and route."""
        ...
