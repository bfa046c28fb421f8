"""Store runs, their states, looks and summaries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.dynamodb import keys
from adapters.dynamodb.items import body_of, item, key_of
from adapters.dynamodb.results import ResultStore
from contracts.chunk import Chunk
from contracts.errors import UnknownRun
from contracts.look import Look
from contracts.ports import Seen
from contracts.run import Run, RunKind, RunStatus, Shortage
from contracts.summary import Summary

_FREE = "attribute_not_exists(pk)"


@dataclass(frozen=True)
class RunStore(ResultStore):
    """The runs, with their lanes and results."""

    def create(self, run: Run) -> str | None:
        """Write the run and take the lock of its kind. Return None, or the id of the run that holds
        the lock."""
        listed = item(keys.listed(run.started_at.isoformat(), run.run_id))
        new = {"Put": {"Item": _run_item(run), "ConditionExpression": _FREE}}
        return self._take_lock(run, new, {"Put": {"Item": listed}})

    def resume(self, resumed: Run, status: RunStatus) -> str | None:
        """Make an ended run active again, under the lock of its kind. Return None if written, else
        the id of the run that holds the lock, or its own id if its state has changed."""
        was = _only(status, resumed.round - 1)
        return self._take_lock(resumed, {"Put": {"Item": _run_item(resumed), **was}})

    def _take_lock(self, run: Run, *also: dict[str, Any]) -> str | None:
        lock = keys.active(run.kind)
        mine = {"Put": {"Item": item(lock, runId=run.run_id), "ConditionExpression": _FREE}}
        if self.items.transact(mine, *also) is None:
            return None
        holder = self.items.get(lock)
        return holder["runId"]["S"] if holder else run.run_id

    def get(self, run_id: str) -> Run | None:
        return self.items.get_body(Run, keys.run(run_id))

    def require(self, run_id: str) -> Run:
        """Return the run. Raises UnknownRun."""
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

    def wanted(self, chunk: Chunk) -> bool:
        """Return whether cases of the chunk may start: the run is running, the lane is not stopped,
        and the chunk is not left over from an earlier round."""
        run = self.get(chunk.run_id)
        if run is None or run.status is not RunStatus.RUNNING:
            return False
        lane = self.lane(chunk.run_id, chunk.candidate, chunk.repetition)
        return chunk.attempt >= run.first_attempt and (lane is None or lane.stopped is None)

    def seen(self, run: Run, done: int, at: datetime) -> Seen:
        """Return since when this round has had `done` results; the first call with a new number is
        the start."""
        key = keys.sweep(run.run_id)
        found = self.items.get(key)
        if found and (int(found["done"]["N"]), int(found["round"]["N"])) == (done, run.round):
            since, touched = found["since"]["S"], found["touched"]["S"]
            return Seen(datetime.fromisoformat(since), datetime.fromisoformat(touched))
        now = at.isoformat()
        self.items.put(item(key, done=done, round=run.round, since=now, touched=now))
        return Seen(at, at)

    def touch(self, run_id: str, at: datetime) -> None:
        """Note that the run was dispatched again at `at`."""
        self.items.client.update_item(
            TableName=self.items.table,
            Key=key_of(keys.sweep(run_id)),
            UpdateExpression="SET touched = :at",
            ExpressionAttributeValues={":at": {"S": at.isoformat()}},
        )

    def looks(self, run_id: str) -> list[Look]:
        """Return the further looks, in order."""
        return [body_of(Look, f) for f in self.items.query(keys.run(run_id).pk, "LOOK#")]

    def add_look(self, run_id: str, look: Look) -> None:
        """Add a look; an earlier one of the same number stays."""
        self.items.put_new(item(keys.look(run_id, look.number), look))

    def note_shortage(self, run_id: str, shortage: Shortage | None) -> None:
        """Keep the last shortage of worker tasks; None says that there is none any longer."""
        key = keys.shortage(run_id)
        if shortage:
            self.items.put(item(key, shortage))
        elif self.items.get(key):
            self.items.delete(key)

    def shortage(self, run_id: str) -> Shortage | None:
        return self.items.get_body(Shortage, keys.shortage(run_id))

    def give_up(self, run: Run) -> None:
        self.items.put(item(keys.given_up(run.run_id, run.round)))

    def given_up(self, run: Run) -> bool:
        return self.items.get(keys.given_up(run.run_id, run.round)) is not None

    def put_summaries(self, run_id: str, summaries: Iterable[Summary]) -> None:
        for summary in summaries:
            stratum = summary.route or summary.tier
            self.items.put(item(keys.summary(run_id, summary.model, stratum), summary))

    def summaries(self, run_id: str) -> list[Summary]:
        return [body_of(Summary, f) for f in self.items.query(keys.run(run_id).pk, "SUMMARY#")]

    def end(
        self,
        run: Run,
        at: datetime,
        status: RunStatus,
        error: str | None = None,
        *also: dict[str, Any],
    ) -> tuple[str, ...] | None:
        """Move a running run to its last state and free the lock, together with the writes in
        `also`. Return None if written, else the reason codes: the run's first, the lock's
        second."""
        ended = run.model_copy(update={"status": status, "completed_at": at, "error": error})
        return self.items.transact(
            {"Put": {"Item": _run_item(ended), **_only(RunStatus.RUNNING, run.round)}},
            {"Delete": {"Key": key_of(keys.active(run.kind))}},
            *also,
        )


def _run_item(run: Run) -> dict[str, Any]:
    return item(keys.run(run.run_id), run, status=run.status.value, round=run.round)


def _only(status: RunStatus, number: int) -> dict[str, Any]:
    """Return the condition that the run is still in this state and round."""
    return {
        "ConditionExpression": "#status = :status AND #round = :round",
        "ExpressionAttributeNames": {"#status": "status", "#round": "round"},
        "ExpressionAttributeValues": {
            ":status": {"S": status.value},
            ":round": {"N": str(number)},
        },
    }
