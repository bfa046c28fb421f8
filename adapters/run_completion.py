"""End a run, together with what it leaves: a classifier winner, or the marker of a draft."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.aws.blobs import Blobs
from adapters.dynamodb import keys
from adapters.dynamodb.items import item
from adapters.dynamodb.publications import PublicationStore, marker
from adapters.dynamodb.runs import RunStore
from adapters.hot_path.cache import Cache
from adapters.live_copies import LiveCopies
from contracts.errors import Transient
from contracts.publishing import Ended
from contracts.run import Run, RunStatus
from contracts.winner import ClassifierWinner

_NEWER_ONLY = "attribute_not_exists(pk) OR startedAt <= :startedAt"
_REFUSED = "ConditionalCheckFailed"


@dataclass(frozen=True)
class RunCompletion:
    """The end of a run: its last state, its lock and its outcome change in one transaction."""

    runs: RunStore
    live: PublicationStore
    blobs: Blobs
    cache: Cache | None = None

    def complete(self, run: Run, at: datetime, winner: ClassifierWinner | None) -> Ended:
        """Publish a winner at once, unless that of a run that started later is live. Without a
        winner, leave the marker that the run's table has to be drawn. Return what happened. Raises
        WriteRefused."""
        left = _winner(winner, run.started_at) if winner else marker(run.run_id)
        refused = self.runs.end(run, at, RunStatus.COMPLETED, None, left)
        if refused is None:
            return "published" if winner else "pending"
        if refused[0] == _REFUSED:
            return "not_running"
        if _REFUSED not in refused:
            raise WriteRefused(", ".join(refused))
        late = self.runs.end(run, at, RunStatus.COMPLETED)
        return "not_running" if late else "superseded"

    def fail(self, run: Run, at: datetime, error: str) -> None:
        self.runs.end(run, at, RunStatus.FAILED, error)

    def stop(self, run: Run, at: datetime, error: str) -> None:
        self.runs.end(run, at, RunStatus.STOPPED_AT_BUDGET, error)

    def refresh_copies(self) -> None:
        LiveCopies(self.live, self.blobs, self.cache).refresh()


class WriteRefused(Transient):
    """DynamoDB refused a transaction for a passing reason, such as a conflict."""


def _winner(winner: ClassifierWinner, started_at: datetime) -> dict[str, Any]:
    started = started_at.isoformat()
    return {
        "Put": {
            "Item": item(keys.LIVE_WINNER, winner, startedAt=started),
            "ConditionExpression": _NEWER_ONLY,
            "ExpressionAttributeValues": {":startedAt": {"S": started}},
        }
    }
