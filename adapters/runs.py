"""Runs, their lanes and their results."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from adapters import keys
from adapters.items import Items, body_of, item, key_of
from contracts.errors import UnknownRun
from contracts.result import CaseResult
from contracts.run import Lane, Run, RunKind, RunStatus
from contracts.summary import Summary

_FREE = "attribute_not_exists(pk)"
_STILL_RUNNING = "#status = :running"
_MAX_CONFLICTS = 8


class WriteContention(Exception):
    """A write met others again and again. Safe to repeat later."""


@dataclass(frozen=True)
class RunStore:
    items: Items

    def create(self, run: Run) -> str | None:
        """Writes the run and takes the lock of its kind. None when written, else the id of the
        run that holds the lock."""
        lock = keys.active(run.kind)
        refused = self.items.transact(
            {"Put": {"Item": item(lock, runId=run.run_id), "ConditionExpression": _FREE}},
            {"Put": {"Item": _run_item(run), "ConditionExpression": _FREE}},
            {"Put": {"Item": item(keys.listed(run.started_at.isoformat(), run.run_id))}},
        )
        if refused is None:
            return None
        holder = self.items.get(lock)
        return holder["runId"]["S"] if holder else run.run_id

    def get(self, run_id: str) -> Run | None:
        found = self.items.get(keys.run(run_id))
        return body_of(Run, found) if found else None

    def require(self, run_id: str) -> Run:
        """Raises UnknownRun."""
        run = self.get(run_id)
        if run is None:
            raise UnknownRun(run_id)
        return run

    def newest(self, limit: int) -> list[Run]:
        listed = self.items.query(keys.RUNS, ScanIndexForward=False)
        ids = [
            found["sk"]["S"].split("#", 1)[1]
            for found, _ in zip(listed, range(limit), strict=False)
        ]
        return [run for run in map(self.get, ids) if run]

    def active(self, kind: RunKind) -> str | None:
        lock = self.items.get(keys.active(kind))
        return lock["runId"]["S"] if lock else None

    def add_lanes(self, run_id: str, lanes: Iterable[Lane]) -> None:
        """Lanes that exist keep their counts."""
        for lane in lanes:
            key = keys.lane(run_id, lane.candidate, lane.repetition)
            self.items.put_new(item(key, lane, done=0, failed=0, holes=0, costUsd=0, unpriced=0))

    def lanes(self, run_id: str) -> list[Lane]:
        return [_lane(found) for found in self.items.query(keys.run(run_id).pk, "LANE#")]

    def stored_cases(self, run_id: str, candidate: str, repetition: int) -> set[str]:
        """The ids of the cases of a lane that have a result."""
        prefix = keys.result(run_id, candidate, repetition, "").sk
        found = self.items.query(keys.run(run_id).pk, prefix, ProjectionExpression="sk")
        return {f["sk"]["S"].removeprefix(prefix) for f in found}

    def record(self, result: CaseResult) -> bool:
        """Stores a result and counts it in its lane, both or neither, once however often it is
        called. False when it was there already. Raises WriteContention."""
        key = keys.result(result.run_id, result.candidate, result.repetition, result.case_id)
        lane = keys.lane(result.run_id, result.candidate, result.repetition)
        for _ in range(_MAX_CONFLICTS):
            refused = self.items.transact(
                {"Put": {"Item": item(key, result), "ConditionExpression": _FREE}},
                {"Update": _count(lane, result)},
            )
            if refused is None:
                return True
            if refused[0] == "ConditionalCheckFailed":
                return False
        raise WriteContention(f"{key.pk} {lane.sk}")

    def results(self, run_id: str) -> list[CaseResult]:
        return [body_of(CaseResult, f) for f in self.items.query(keys.run(run_id).pk, "RESULT#")]

    def put_summaries(self, run_id: str, summaries: Iterable[Summary]) -> None:
        for summary in summaries:
            self.items.put(item(keys.summary(run_id, summary.model, summary.tier), summary))

    def summaries(self, run_id: str) -> list[Summary]:
        return [body_of(Summary, f) for f in self.items.query(keys.run(run_id).pk, "SUMMARY#")]

    def end(
        self, run: Run, at: datetime, error: str | None, *also: dict[str, Any]
    ) -> tuple[str, ...] | None:
        """Moves a running run to its last state and frees the lock, together with the writes in
        `also`. None when written, else the reason codes: the run's first, the lock's second."""
        status = RunStatus.FAILED if error else RunStatus.COMPLETED
        ended = run.model_copy(update={"status": status, "completed_at": at, "error": error})
        return self.items.transact(
            {"Put": {"Item": _run_item(ended), **_only_while_running()}},
            {"Delete": {"Key": key_of(keys.active(run.kind))}},
            *also,
        )


def _run_item(run: Run) -> dict[str, Any]:
    return item(keys.run(run.run_id), run, status=run.status.value)


def _only_while_running() -> dict[str, Any]:
    return {
        "ConditionExpression": _STILL_RUNNING,
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": {":running": {"S": RunStatus.RUNNING.value}},
    }


def _count(lane: keys.Key, result: CaseResult) -> dict[str, Any]:
    counts = {
        "done": 1,
        "failed": int(result.graded and result.cause is not None),
        "holes": int(not result.graded),
        "costUsd": Decimal(repr(result.cost_usd or 0.0)),
        "unpriced": int(result.cost_usd is None),
    }
    return {
        "Key": key_of(lane),
        "ConditionExpression": "attribute_exists(pk)",
        "UpdateExpression": "ADD " + ", ".join(f"{name} :{name}" for name in counts),
        "ExpressionAttributeValues": {f":{n}": {"N": str(v)} for n, v in counts.items()},
    }


def _lane(found: dict[str, Any]) -> Lane:
    counts = {
        "done": int(found["done"]["N"]),
        "failed": int(found["failed"]["N"]),
        "holes": int(found["holes"]["N"]),
        "unpriced": int(found["unpriced"]["N"]),
        "cost_usd": float(found["costUsd"]["N"]),
    }
    return body_of(Lane, found).model_copy(update=counts)
