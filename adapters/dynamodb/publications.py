"""Store what is live, the drafts, the hold and the history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.dynamodb import keys
from adapters.dynamodb.items import body_of, item, key_of
from adapters.dynamodb.origin import Origin
from contracts.publication import Draft, DraftState, Hold, Publication
from contracts.publishing import PublishedTable
from contracts.table import RoutingTable
from contracts.winner import Override

_FREE = "attribute_not_exists(pk)"


@dataclass(frozen=True)
class PublicationStore(Origin):
    """The truth about what is live; the bucket and the cache are copies for readers."""

    def set_override(self, override: Override | None) -> None:
        if override:
            self.items.put(item(keys.OVERRIDE, override))
        else:
            self.items.delete(keys.OVERRIDE)

    def live(self) -> PublishedTable | None:
        found = self.items.get(keys.LIVE_TABLE)
        if found is None:
            return None
        started = datetime.fromisoformat(found["startedAt"]["S"])
        return PublishedTable(body_of(RoutingTable, found), int(found["revision"]["N"]), started)

    def held(self) -> Hold | None:
        return self.items.get_body(Hold, keys.HOLD)

    def draft(self, version: str) -> Draft | None:
        found = self.items.get(keys.draft(version))
        return _draft(found) if found else None

    def drafts(self) -> Iterator[Draft]:
        """Return the drafts, newest first."""
        return map(_draft, self.items.query(keys.TABLES, ScanIndexForward=False))

    def history(self) -> Iterator[Publication]:
        """Return the acts on the live table, newest first."""
        found = self.items.query(keys.PUBLICATIONS, ScanIndexForward=False)
        return (body_of(Publication, f) for f in found)

    def pending(self, run_id: str) -> bool:
        """Return whether the run has ended and its table is still to be drawn."""
        return self.items.get(keys.pending(run_id)) is not None

    def file(self, draft: Draft) -> None:
        """Keep a draft that does not become live, and remove its run's marker. Without the marker
        the draft was filed before, and nothing changes."""
        drawn = _drawn(draft, ConditionExpression="attribute_exists(pk)")
        self.items.transact({"Put": {"Item": _draft_item(draft)}}, drawn)

    def publish(
        self, draft: Draft, live: PublishedTable | None, done: Publication, hold: Hold | None = None
    ) -> bool:
        """Make a draft live, and set `hold` if given. Return False, and change nothing, if the live
        table is not `live` or, without `hold`, a hold stands."""
        kept = item(keys.HOLD, hold) if hold else None
        free = {"Key": key_of(keys.HOLD), "ConditionExpression": _FREE}
        steps = [
            _live(draft, live),
            {"Put": {"Item": _draft_item(draft)}},
            {"Put": {"Item": _done(done)}},
            _drawn(draft),
            {"Put": {"Item": kept}} if kept else {"ConditionCheck": free},
        ]
        if live and live.table.version != draft.table.version:
            steps.append(_retired(live.table.version))
        return self.items.transact(*steps) is None

    def set_hold(self, hold: Hold | None, done: Publication) -> None:
        """Set the hold, or end it with None."""
        key = {"Key": key_of(keys.HOLD)}
        change = {"Put": {"Item": item(keys.HOLD, hold)}} if hold else {"Delete": key}
        self.items.transact(change, {"Put": {"Item": _done(done)}})


def marker(run_id: str) -> dict[str, Any]:
    """Return the write that says: the run has ended, and its table is still to be drawn."""
    return {"Put": {"Item": item(keys.pending(run_id))}}


def _drawn(draft: Draft, **condition: str) -> dict[str, Any]:
    return {"Delete": {"Key": key_of(keys.pending(draft.table.version)), **condition}}


def _draft_item(draft: Draft) -> dict[str, Any]:
    return item(keys.draft(draft.table.version), draft, state=draft.state.value)


def _draft(found: dict[str, Any]) -> Draft:
    state = DraftState(found["state"]["S"])
    return body_of(Draft, found).model_copy(update={"state": state})


def _done(done: Publication) -> dict[str, Any]:
    return item(keys.publication(done.at.isoformat(), done.action), done)


def _live(draft: Draft, live: PublishedTable | None) -> dict[str, Any]:
    """Return the write of the live table, on the condition that it is still `live`."""
    revision, started = live.revision if live else 0, draft.started_at.isoformat()
    new = item(keys.LIVE_TABLE, draft.table, revision=revision + 1, startedAt=started)
    condition = (
        {
            "ConditionExpression": "revision = :revision",
            "ExpressionAttributeValues": {":revision": {"N": str(revision)}},
        }
        if live
        else {"ConditionExpression": _FREE}
    )
    return {"Put": {"Item": new, **condition}}


def _retired(version: str) -> dict[str, Any]:
    return {
        "Update": {
            "Key": key_of(keys.draft(version)),
            "UpdateExpression": "SET #state = :retired",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": {":retired": {"S": DraftState.RETIRED}},
        }
    }
