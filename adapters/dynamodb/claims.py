"""Store which worker solves a case now, so that a message delivered twice is not paid for twice."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from adapters.dynamodb import keys
from adapters.dynamodb.items import Items, item
from contracts.chunk import Chunk

_FREE = "attribute_not_exists(pk) OR holder = :me OR expiresAt <= :now"


@dataclass(frozen=True)
class Claims:
    """The claims on cases. Each ends by itself `seconds` after it was taken or renewed."""

    items: Items
    seconds: int
    clock: Callable[[], float] = time.time

    def take(self, chunk: Chunk, case_id: str, holder: str) -> bool:
        """Take or renew the claim. Return False while another holder has it."""
        return self._put(chunk, case_id, holder, int(self.clock()) + self.seconds)

    def give_up(self, chunk: Chunk, case_id: str, holder: str) -> None:
        """Give the claim up, so that another worker can take the case at once. DynamoDB deletes no
        item whose end is years ago, so it ends now."""
        self._put(chunk, case_id, holder, int(self.clock()))

    def _put(self, chunk: Chunk, case_id: str, holder: str, expires_at: int) -> bool:
        key = keys.claim(chunk.run_id, chunk.candidate, chunk.repetition, case_id)
        now = str(int(self.clock()))
        try:
            self.items.client.put_item(
                TableName=self.items.table,
                Item=item(key, holder=holder, expiresAt=expires_at),
                ConditionExpression=_FREE,
                ExpressionAttributeValues={":me": {"S": holder}, ":now": {"N": now}},
            )
        except self.items.client.exceptions.ConditionalCheckFailedException:
            return False
        return True
