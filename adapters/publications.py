"""What is live: the routing table and the classifier winner."""

from dataclasses import dataclass

from adapters import keys
from adapters.items import Items
from contracts.table import RoutingTable
from contracts.winner import ClassifierWinner


@dataclass(frozen=True)
class PublicationStore:
    """DynamoDB is the truth; the bucket and the cache are copies for readers."""

    items: Items

    def table(self) -> RoutingTable | None:
        return self.items.get_body(RoutingTable, keys.LIVE_TABLE)

    def winner(self) -> ClassifierWinner | None:
        return self.items.get_body(ClassifierWinner, keys.LIVE_WINNER)
