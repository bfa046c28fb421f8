"""What is remembered of a conversation: the model it is on and its classifications."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from adapters import keys
from adapters.items import Items, W, body_of, item, key_of
from contracts.classification import Classification
from contracts.model import Text, Wire

TTL_SECONDS = 1800


class Sticky(Wire):
    model: Text


@dataclass(frozen=True)
class Remembered:
    incumbent: str | None = None
    classification: Classification | None = None


@dataclass(frozen=True)
class SessionStore:
    """Entries count for 30 minutes; DynamoDB deletes them later, so expiry is checked on read."""

    items: Items
    clock: Callable[[], float] = time.time

    def recall(self, session: str, classifier: str, content: str) -> Remembered:
        """One round trip for both entries."""
        wanted = [keys.sticky(session), keys.classified(session, classifier, content)]
        answer = self.items.client.batch_get_item(
            RequestItems={self.items.table: {"Keys": [key_of(key) for key in wanted]}}
        )
        now = self.clock()
        found = {
            f["sk"]["S"]: f
            for f in answer["Responses"].get(self.items.table, [])
            if float(f["expiresAt"]["N"]) > now
        }
        sticky = _readable(Sticky, found.get(wanted[0].sk))
        classified = _readable(Classification, found.get(wanted[1].sk))
        return Remembered(sticky.model if sticky else None, classified)

    def stick(self, session: str, model: str) -> None:
        self._put(keys.sticky(session), Sticky(model=model))

    def remember(
        self, session: str, classifier: str, content: str, classification: Classification
    ) -> None:
        self._put(keys.classified(session, classifier, content), classification)

    def _put(self, key: keys.Key, body: Wire) -> None:
        self.items.put(item(key, body, expiresAt=int(self.clock()) + TTL_SECONDS))


def _readable(kind: type[W], found: dict[str, Any] | None) -> W | None:
    """An entry that cannot be read counts as a miss."""
    try:
        return body_of(kind, found) if found else None
    except ValidationError:
        return None
