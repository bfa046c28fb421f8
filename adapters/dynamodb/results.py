"""Store the lanes of a run and the results of their cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from adapters.dynamodb import keys
from adapters.dynamodb.items import Items, WriteContention, body_of, item, key_of
from contracts.result import CaseResult
from contracts.run import Lane

_FREE = "attribute_not_exists(pk)"
_REFUSED = "ConditionalCheckFailed"
_WHOLE = ("expected", "carried", "done", "failed", "holes", "unpriced", "tries")


@dataclass(frozen=True)
class ResultStore:
    """The lanes and results of all runs."""

    items: Items

    def add_lanes(self, run_id: str, lanes: Iterable[Lane]) -> None:
        """Add lanes. Existing ones keep their counts; the carried results of new ones count as
        done."""
        for lane in lanes:
            key = keys.lane(run_id, lane.candidate, lane.repetition)
            counts = {"done": lane.carried, "failed": lane.failed, "holes": lane.holes}
            rest = {"carried": lane.carried, "costUsd": 0, "unpriced": 0, "tries": 0}
            rest["expected"] = lane.expected
            self.items.put_new(item(key, lane, **counts, **rest))

    def lanes(self, run_id: str) -> list[Lane]:
        return [_lane(found) for found in self.items.query(keys.run(run_id).pk, "LANE#")]

    def lane(self, run_id: str, candidate: str, repetition: int) -> Lane | None:
        found = self.items.get(keys.lane(run_id, candidate, repetition))
        return _lane(found) if found else None

    def stop_lane(self, run_id: str, lane: Lane, why: str | None) -> None:
        """Stop a lane, so that no case of it starts; with `why` None, open it again."""
        values: dict[str, Any] = {"ExpressionAttributeValues": {":why": {"S": why}}} if why else {}
        self.items.client.update_item(
            TableName=self.items.table,
            Key=key_of(keys.lane(run_id, lane.candidate, lane.repetition)),
            UpdateExpression="SET stopped = :why" if why else "REMOVE stopped",
            **values,
        )

    def raise_lane(self, run_id: str, lane: Lane, expected: int) -> None:
        """Raise the number of expected cases of a lane for a further look; it is never lowered."""
        self.items.client.update_item(
            TableName=self.items.table,
            Key=key_of(keys.lane(run_id, lane.candidate, lane.repetition)),
            UpdateExpression="SET expected = :n",
            ExpressionAttributeValues={":n": {"N": str(expected)}},
        )

    def stored_cases(self, run_id: str, candidate: str, repetition: int) -> set[str]:
        """Return the ids of the cases of a lane that have a result."""
        prefix = keys.result(run_id, candidate, repetition, "").sk
        found = self.items.query(keys.run(run_id).pk, prefix, ProjectionExpression="sk")
        return {f["sk"]["S"].removeprefix(prefix) for f in found}

    def record(self, result: CaseResult) -> bool:
        """Store a result and count it in its lane, both or neither; a carried one costs nothing.
        Return False if it was stored before. Raises WriteContention."""
        counts = {
            "done": 1,
            "failed": int(result.graded and result.cause is not None),
            "holes": int(not result.graded),
            **({"carried": 1} if result.carried_from else _paid(result)),
        }
        new = {"Put": {"Item": _item(result), "ConditionExpression": _FREE}}
        return self._count(result, counts, new)

    def count_try(self, result: CaseResult) -> bool:
        """Count, once, an attempt that is repeated later. Return False if it was counted before.
        Raises WriteContention."""
        new = {"Put": {"Item": item(_try_key(result)), "ConditionExpression": _FREE}}
        return self._count(result, {"tries": 1, **_paid(result)}, new)

    def tried(self, result: CaseResult) -> bool:
        return self.items.get(_try_key(result)) is not None

    def reopen(self, hole: CaseResult) -> bool:
        """Take a hole back, so that its case can be tried again; its cost stays counted. Return
        False if it is gone. Raises WriteContention."""
        gone = {
            "Delete": {
                "Key": key_of(_key(hole)),
                "ConditionExpression": "attempt = :attempt",
                "ExpressionAttributeValues": {":attempt": {"N": str(hole.attempt)}},
            }
        }
        tried = {"Put": {"Item": item(_try_key(hole))}}
        return self._count(hole, {"done": -1, "holes": -1, "tries": 1}, gone, tried)

    def put_results(self, results: Iterable[CaseResult]) -> None:
        """Store results without counting them. Raises BatchIncomplete; safe to repeat."""
        self.items.put_all(map(_item, results))

    def results(self, run_id: str) -> list[CaseResult]:
        return [body_of(CaseResult, f) for f in self.items.query(keys.run(run_id).pk, "RESULT#")]

    def result(
        self, run_id: str, candidate: str, repetition: int, case_id: str
    ) -> CaseResult | None:
        return self.items.get_body(CaseResult, keys.result(run_id, candidate, repetition, case_id))

    def _count(
        self, of: CaseResult, counts: dict[str, int | Decimal], *also: dict[str, Any]
    ) -> bool:
        update = {"Update": _update(keys.lane(of.run_id, of.candidate, of.repetition), counts)}
        refused = self.items.transact(*also, update)
        if refused is None or refused[0] == _REFUSED:
            return refused is None
        raise WriteContention(f"{of.run_id} {of.candidate} {of.case_id}: {', '.join(refused)}")


def _key(of: CaseResult) -> keys.Key:
    return keys.result(of.run_id, of.candidate, of.repetition, of.case_id)


def _try_key(of: CaseResult) -> keys.Key:
    return keys.tried(of.run_id, of.candidate, of.repetition, of.case_id, of.attempt)


def _item(result: CaseResult) -> dict[str, Any]:
    return item(_key(result), result, attempt=result.attempt)


def _paid(result: CaseResult) -> dict[str, int | Decimal]:
    known = Decimal(repr(result.least_cost_usd))
    return {"costUsd": known, "unpriced": int(result.cost_usd is None)}


def _update(lane: keys.Key, counts: dict[str, int | Decimal]) -> dict[str, Any]:
    return {
        "Key": key_of(lane),
        "ConditionExpression": "attribute_exists(pk)",
        "UpdateExpression": "ADD " + ", ".join(f"{name} :{name}" for name in counts),
        "ExpressionAttributeValues": {f":{n}": {"N": str(v)} for n, v in counts.items()},
    }


def _lane(found: dict[str, Any]) -> Lane:
    whole = {name: int(found[name]["N"]) for name in _WHOLE}
    stopped = found.get("stopped", {}).get("S")
    counts = {"cost_usd": float(found["costUsd"]["N"]), "stopped": stopped}
    return body_of(Lane, found).model_copy(update={**whole, **counts})
