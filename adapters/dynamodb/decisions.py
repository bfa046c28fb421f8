"""Count decisions by hour, tier and route, to tell how many of them a change of table would
move."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.dynamodb import keys
from adapters.dynamodb.items import Items, key_of
from contracts.tier import Tier

_EVERY_SECONDS = 60.0  # chosen: one write a minute and process
_DAY = 24  # hours
_KEPT = timedelta(days=8)  # chosen: a week and a day
_log = logging.getLogger(__name__)


@dataclass
class DecisionCounts:
    """Counts that wait in the process and are added to the table once a minute. What a process
    counted since then is lost when it ends. `count` never raises."""

    items: Items
    clock: Callable[[], float] = time.monotonic
    _waiting: Counter[str] = field(default_factory=Counter)
    _added_at: float | None = None

    def count(self, tier: Tier, route: str, at: datetime) -> None:
        self._waiting[f"{tier}|{route}"] += 1
        now = self.clock()
        if self._added_at is None or now - self._added_at >= _EVERY_SECONDS:
            self._added_at = now
            self._add(at)

    def _add(self, at: datetime) -> None:
        waiting, self._waiting = self._waiting, Counter()
        names = {f"#n{n}": name for n, name in enumerate(waiting)}
        values = {f":n{n}": {"N": str(count)} for n, count in enumerate(waiting.values())}
        added = ", ".join(f"#n{n} :n{n}" for n in range(len(waiting)))
        try:
            self.items.client.update_item(
                TableName=self.items.table,
                Key=key_of(keys.decisions(_hour(at))),
                UpdateExpression=f"ADD {added} SET expiresAt = :until",
                ExpressionAttributeNames=names,
                ExpressionAttributeValues={
                    **values,
                    ":until": {"N": str(int((at + _KEPT).timestamp()))},
                },
            )
        except Exception as error:
            self._waiting.update(waiting)
            _log.warning("counting decisions failed: %s", type(error).__name__)

    def last_day(self, at: datetime) -> Mapping[tuple[Tier, str], int]:
        """Return the counts of the current hour and the 24 before it, by tier and route."""
        since = _hour(at - timedelta(hours=_DAY))
        found: Counter[tuple[Tier, str]] = Counter()
        for hour in self.items.query(keys.DECISIONS):
            if hour["sk"]["S"] >= since:
                for name, value in hour.items():
                    if "|" in name:
                        tier, _, route = name.partition("|")
                        found[Tier(tier), route] += int(value["N"])
        return found


def _hour(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H")
