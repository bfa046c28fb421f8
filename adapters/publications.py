"""What is live: the routing table and the classifier winner, with every table ever published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters import keys
from adapters.blobs import Blobs
from adapters.cache import Cache
from adapters.items import Items, item
from contracts.table import RoutingTable
from contracts.winner import ClassifierWinner

_NEWER_ONLY = "attribute_not_exists(pk) OR startedAt <= :startedAt"


@dataclass(frozen=True)
class PublicationStore:
    """DynamoDB is the truth; the bucket and the cache are copies for readers."""

    items: Items
    blobs: Blobs
    cache: Cache | None = None

    def table(self) -> RoutingTable | None:
        return self.items.get_body(RoutingTable, keys.LIVE_TABLE)

    def winner(self) -> ClassifierWinner | None:
        return self.items.get_body(ClassifierWinner, keys.LIVE_WINNER)

    def table_writes(self, table: RoutingTable, started_at: datetime) -> list[dict[str, Any]]:
        """The transaction steps that make `table` live, unless a run that started later has
        published already. The first step is the one that fails then."""
        version = {"Put": {"Item": item(keys.table_version(table.version), table)}}
        return [_live(item(keys.LIVE_TABLE, table, startedAt=started_at.isoformat())), version]

    def winner_writes(self, winner: ClassifierWinner, started_at: datetime) -> list[dict[str, Any]]:
        return [_live(item(keys.LIVE_WINNER, winner, startedAt=started_at.isoformat()))]

    def copy_table(self) -> None:
        """Brings the copies up to the truth. Repeating it is harmless."""
        table = self.table()
        if table:
            self._copy(keys.LIVE_TABLE_OBJECT, table.wire_json())

    def copy_winner(self) -> None:
        winner = self.winner()
        if winner:
            self._copy(keys.LIVE_WINNER_OBJECT, winner.wire_json())

    def _copy(self, key: str, text: str) -> None:
        self.blobs.put(key, text)
        if self.cache:
            self.cache.put(key, text)


def _live(new: dict[str, Any]) -> dict[str, Any]:
    return {
        "Put": {
            "Item": new,
            "ConditionExpression": _NEWER_ONLY,
            "ExpressionAttributeValues": {":startedAt": new["startedAt"]},
        }
    }
