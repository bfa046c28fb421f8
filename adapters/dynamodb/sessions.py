"""Store the model of each session and its classifications."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.dynamodb import keys
from adapters.dynamodb.items import BatchIncomplete, Items, W, body_of, item, key_of
from contracts.classification import Classification
from contracts.hot_record import HotRecord
from contracts.scalars import Text
from contracts.session import Remembered
from contracts.tier import Tier

TTL_SECONDS = 1800  # chosen


class Sticky(HotRecord):
    model: Text
    tier: Tier | None = None


@dataclass(frozen=True)
class SessionStore:
    """The sessions. Entries count for 30 minutes; DynamoDB deletes them later, so a read checks
    expiry."""

    items: Items
    clock: Callable[[], float] = time.time

    def recall(self, session: str, classifier: str, content: str) -> Remembered:
        """Return the session's model and its classification of the content, read in one request.
        Raises BatchIncomplete when DynamoDB throttles a part of it."""
        wanted = [keys.sticky(session), keys.classified(session, classifier, content)]
        answer = self.items.client.batch_get_item(
            RequestItems={self.items.table: {"Keys": [key_of(key) for key in wanted]}}
        )
        if answer.get("UnprocessedKeys"):
            raise BatchIncomplete("DynamoDB did not read the whole session")
        now = self.clock()
        found = {
            f["sk"]["S"]: f
            for f in answer["Responses"].get(self.items.table, [])
            if float(f["expiresAt"]["N"]) > now
        }
        kept = found.get(wanted[0].sk)
        sticky = _readable(Sticky, kept)
        served = _number(kept, "servedAt") if sticky else None
        return Remembered(
            incumbent=sticky.model if sticky else None,
            idle_seconds=None if served is None else max(0.0, now - served),
            classification=_readable(Classification, found.get(wanted[1].sk)),
            tier=sticky.tier if sticky else None,
            seen=None if served is None or kept is None else kept["servedAt"]["N"],
        )

    def stick(self, session: str, model: str, seen: str | None, tier: Tier | None = None) -> bool:
        """Store the session's model and tier. Return False, and change nothing, if another request
        has stored one since `seen`."""
        now = self.clock()
        sticky = Sticky(model=model, tier=tier)
        new = item(keys.sticky(session), sticky, expiresAt=int(now) + TTL_SECONDS)
        new["servedAt"] = {"N": f"{now:.6f}"}
        values = {":now": {"N": f"{now:.6f}"}, **({":seen": {"N": seen}} if seen else {})}
        unchanged = "servedAt = :seen" if seen else "attribute_not_exists(servedAt)"
        try:
            self.items.client.put_item(
                TableName=self.items.table,
                Item=new,
                ConditionExpression=f"{unchanged} OR expiresAt <= :now",
                ExpressionAttributeValues=values,
            )
        except self.items.client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def remember(
        self, session: str, classifier: str, content: str, classification: Classification
    ) -> None:
        key = keys.classified(session, classifier, content)
        self.items.put(item(key, classification, expiresAt=int(self.clock()) + TTL_SECONDS))


def _readable(kind: type[W], found: dict[str, Any] | None) -> W | None:
    """Return the entry, or None if it is missing or cannot be read."""
    try:
        return body_of(kind, found) if found else None
    except (ValueError, KeyError):
        return None


def _number(found: dict[str, Any] | None, name: str) -> float | None:
    try:
        return float(found[name]["N"]) if found else None
    except (KeyError, ValueError):
        return None
