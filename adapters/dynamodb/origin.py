"""Read from DynamoDB what is live: the origin of every copy."""

from dataclasses import dataclass

from adapters.dynamodb import keys
from adapters.dynamodb.items import Items
from contracts.table import RoutingTable
from contracts.winner import ClassifierWinner, LiveClassifier, Override


@dataclass(frozen=True)
class Origin:
    """What is live, in DynamoDB."""

    items: Items

    def table(self) -> RoutingTable | None:
        return self.items.get_body(RoutingTable, keys.LIVE_TABLE)

    def winner(self) -> ClassifierWinner | None:
        return self.items.get_body(ClassifierWinner, keys.LIVE_WINNER)

    def override(self) -> Override | None:
        return self.items.get_body(Override, keys.OVERRIDE)

    def classifier(self) -> LiveClassifier | None:
        """Return the classifier that serves, or None if there is neither a winner nor an
        override."""
        found = LiveClassifier(winner=self.winner(), override=self.override())
        return found if found.model else None
