"""The end of a run."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters import keys
from adapters.blobs import Blobs
from adapters.cache import Cache
from adapters.items import item
from adapters.publications import PublicationStore
from adapters.runs import RunStore
from contracts import objects
from contracts.ports import Ended
from contracts.run import Run, RunStatus
from contracts.table import RoutingTable
from contracts.winner import ClassifierWinner

_NEWER_ONLY = "attribute_not_exists(pk) OR startedAt <= :startedAt"
_REFUSED = "ConditionalCheckFailed"


@dataclass(frozen=True)
class Ending:
    """A run's last state, its lock and what it publishes change in one transaction."""

    runs: RunStore
    live: PublicationStore
    blobs: Blobs
    cache: Cache | None = None

    def complete(self, run: Run, at: datetime, product: RoutingTable | ClassifierWinner) -> Ended:
        """A run that started later keeps its place: then this one ends without publishing."""
        publication = _publication(product, run.started_at)
        refused = self.runs.end(run, at, RunStatus.COMPLETED, None, *publication)
        if refused is None:
            return "published"
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
        table, winner = self.live.table(), self.live.winner()
        if table:
            self._copy(objects.LIVE_TABLE, table.wire_json())
        if winner:
            self._copy(objects.LIVE_WINNER, winner.wire_json())

    def _copy(self, key: str, text: str) -> None:
        self.blobs.put(key, text)
        if self.cache:
            self.cache.put(key, text)


class WriteRefused(Exception):
    """DynamoDB refused a transaction for a reason that passes, such as a conflict."""


def _publication(
    product: RoutingTable | ClassifierWinner, started_at: datetime
) -> list[dict[str, Any]]:
    started = started_at.isoformat()
    if isinstance(product, ClassifierWinner):
        return [_newer_only(item(keys.LIVE_WINNER, product, startedAt=started))]
    version = {"Put": {"Item": item(keys.table_version(product.version), product)}}
    return [_newer_only(item(keys.LIVE_TABLE, product, startedAt=started)), version]


def _newer_only(new: dict[str, Any]) -> dict[str, Any]:
    return {
        "Put": {
            "Item": new,
            "ConditionExpression": _NEWER_ONLY,
            "ExpressionAttributeValues": {":startedAt": new["startedAt"]},
        }
    }
