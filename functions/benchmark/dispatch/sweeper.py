"""Dispatches runs without progress again, and ends them after hours without any."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.chunk import RunMessage
from contracts.ports import ChunkPort, RunPort, SendPort, WorkerPort
from contracts.run import Run, RunKind, RunStatus, Shortage, WorkerVersion, outdated
from functions.benchmark.dispatch.dead_letters import DeadLetters
from functions.benchmark.dispatch.dispatcher import call_workers


@dataclass(frozen=True)
class Swept:
    """What a sweep did, in lines, and the shortages of workers that it met."""

    done: tuple[str, ...]
    shortages: tuple[Shortage, ...]

    @classmethod
    def of(cls, found: Iterable[str | Shortage | None]) -> "Swept":
        each = list(found)
        lines = tuple(line for line in each if isinstance(line, str))
        return cls(lines, tuple(short for short in each if isinstance(short, Shortage)))


@dataclass(frozen=True)
class Sweeper:
    """The sweep. A run without a new result for `stall` is dispatched again; after `give_up` it
    ends with the results so far. A run of another worker version than the deployed one starts no
    task, and pauses after `stall`.
    """

    runs: RunPort
    queue: SendPort
    chunks: ChunkPort
    workers: WorkerPort
    dead_letters: DeadLetters
    version: WorkerVersion
    stall: timedelta
    give_up: timedelta

    def sweep(self, at: datetime) -> Swept:
        """Check all running runs and return what was done. Raises UnknownRun."""
        active = [run_id for kind in RunKind if (run_id := self.runs.active(kind))]
        return Swept.of([self._check(self.runs.require(run_id), at) for run_id in active])

    def _check(self, run: Run, at: datetime) -> str | Shortage | None:
        lanes = self.runs.lanes(run.run_id)
        seen = self.runs.seen(run, sum(e.done + e.tries for e in lanes), at)
        if at - seen.since >= self.give_up:
            return self._give_up(run, at, laid_out=bool(lanes))
        overtaken = outdated(run, self.version)
        if overtaken and at - seen.since >= self.stall:
            self.runs.end(run, at, RunStatus.PAUSED, overtaken)
            return f"{run.run_id}: {overtaken}"
        waiting = self.chunks.waiting() if run.kind is RunKind.DECIDER else 0
        if waiting:
            return None if overtaken else call_workers(self.workers, self.runs, run, waiting, at)
        if at - seen.touched < self.stall:
            return None
        self.runs.touch(run.run_id, at)
        self.queue.send(RunMessage(run_id=run.run_id))
        return f"{run.run_id}: no result since {seen.since}; dispatched again"

    def _give_up(self, run: Run, at: datetime, *, laid_out: bool) -> str:
        why = f"no result for {self.give_up}"
        if not laid_out:
            self.runs.end(
                run, at, RunStatus.FAILED, f"{why}, because the run was never dispatched; resume it"
            )
            return f"{run.run_id}: {why}; failed"
        self.runs.give_up(run)
        self.dead_letters.lose_rest(run, why)
        return f"{run.run_id}: {why}; ended with the results so far"
